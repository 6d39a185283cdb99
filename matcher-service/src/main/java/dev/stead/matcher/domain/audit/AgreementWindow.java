package dev.stead.matcher.domain.audit;

import java.util.BitSet;

/** The agreement of the last audited searches: an index that was made better is seen to be so. Written by one thread, read by any. */
public final class AgreementWindow {
    /** With so many, three that differ tell 0.999 from 0.9999. */
    public static final int SEARCHES = 2_000;

    private final BitSet same = new BitSet(SEARCHES);
    private volatile int next;
    private volatile SearchAgreement agreement = SearchAgreement.NONE;

    public void add(boolean agreed) {
        int at = next;
        boolean full = agreement.searches() == SEARCHES;
        int left = full && same.get(at) ? 1 : 0;
        same.set(at, agreed);
        next = (at + 1) % SEARCHES;
        agreement = new SearchAgreement(
                full ? SEARCHES : agreement.searches() + 1, agreement.same() - left + (agreed ? 1 : 0));
    }

    /** Forgets all searches. */
    public void clear() {
        next = 0;
        agreement = SearchAgreement.NONE;
    }

    public SearchAgreement agreement() {
        return agreement;
    }

    @Override
    public String toString() {
        return "AgreementWindow[" + agreement + "]";
    }
}
