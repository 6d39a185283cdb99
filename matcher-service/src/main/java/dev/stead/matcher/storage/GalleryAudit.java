package dev.stead.matcher.storage;

import dev.stead.matcher.domain.audit.AgreementWindow;
import dev.stead.matcher.domain.audit.AuditedSearch;
import dev.stead.matcher.domain.audit.SearchAgreement;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the live audit knows of one gallery, and what follows from it: when its searches agree less than is set, they are made with more
 * effort, a step at a time, until they do; and with less only after the index has calibrated itself anew. Written by the audit's thread.
 */
final class GalleryAudit {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryAudit.class);

    private final IndexedGallery gallery;
    private final SearchEffort effort;
    private final AgreementWindow best = new AgreementWindow();
    private final AgreementWindow decision = new AgreementWindow();
    /** The same since the effort was changed last: what was found with less says nothing of it. */
    private final AgreementWindow bestNow = new AgreementWindow();

    private final AgreementWindow decisionNow = new AgreementWindow();
    private final AtomicLong audited = new AtomicLong();
    private final AtomicLong outdated = new AtomicLong();
    private volatile int calibrations;

    GalleryAudit(IndexedGallery gallery) {
        this.gallery = gallery;
        this.effort = gallery.templates().effort();
        this.calibrations = gallery.templates().calibrations();
    }

    LiveSearches searches() {
        return gallery.templates().liveSearches();
    }

    /** Makes a search again, exactly. */
    void audit(LiveSearch search, Runnable pause) {
        gallery.templates()
                .searchExactly(search, pause)
                .ifPresentOrElse(
                        exact -> add(AuditedSearch.of(search.point(), search.found(), exact), search.agreement()),
                        outdated::incrementAndGet);
    }

    private void add(AuditedSearch found, double asked) {
        audited.incrementAndGet();
        best.add(found.sameBest());
        decision.add(found.sameDecision());
        if (asked == effort.agreement()) {
            bestNow.add(found.sameBest());
            decisionNow.add(found.sameDecision());
            if (fallsShort(bestNow) || fallsShort(decisionNow)) {
                raise();
            }
        }
    }

    private boolean fallsShort(AgreementWindow window) {
        return window.agreement().fallsShortOf(effort.set());
    }

    private void raise() {
        String was = "the best is that of exact search in " + text(bestNow) + ", the decision in " + text(decisionNow);
        if (effort.raise()) {
            LOG.warn(
                    "gallery {}: of the last audited searches {}, where {} is set: searching with more effort, step {}"
                            + " of {}",
                    gallery.config().id(),
                    was,
                    effort.set(),
                    effort.steps(),
                    SearchEffort.MOST_STEPS);
        } else {
            LOG.error(
                    "gallery {}: of the last audited searches {}, and there is no more effort to make: restart the"
                            + " matcher without its snapshot",
                    gallery.config().id(),
                    was);
        }
        judgeAfresh();
    }

    /** The index has measured itself anew: it is believed again. */
    void followCalibration() {
        int now = gallery.templates().calibrations();
        if (now != calibrations) {
            calibrations = now;
            judgeAfresh();
            if (effort.steps() > 0) {
                effort.reset();
                LOG.info(
                        "gallery {}: the index was calibrated anew: searching with the effort for {} again",
                        gallery.config().id(),
                        effort.set());
            }
        }
    }

    private void judgeAfresh() {
        bestNow.clear();
        decisionNow.clear();
    }

    private static String text(AgreementWindow window) {
        SearchAgreement found = window.agreement();
        return String.format(Locale.ROOT, "%s (%.2f to %.2f %%)", found, 100 * found.least(), 100 * found.most());
    }

    /** None of these has a similarity or a subject. */
    void bind(MeterRegistry registry) {
        bind("stead_audit_agreement", best, registry);
        bind("stead_audit_decide", decision, registry);
        gauge("stead_audit_falls_short", it -> it.fallsShort(best) || it.fallsShort(decision) ? 1 : 0, registry);
        gauge("stead_audit_effort", it -> it.effort.steps(), registry);
        count("audited", it -> it.audited.get(), registry);
        count("outdated", it -> it.outdated.get(), registry);
        count("dropped", it -> it.searches().dropped(), registry);
    }

    private void bind(String name, AgreementWindow window, MeterRegistry registry) {
        gauge(name, _ -> window.agreement().share(), registry);
        gauge(name + "_least", _ -> window.agreement().least(), registry);
        gauge(name + "_most", _ -> window.agreement().most(), registry);
    }

    private void gauge(String name, ToDoubleFunction<GalleryAudit> of, MeterRegistry registry) {
        Gauge.builder(name, this, of)
                .tag("gallery", gallery.config().id().value())
                .register(registry);
    }

    private void count(String outcome, ToDoubleFunction<GalleryAudit> of, MeterRegistry registry) {
        FunctionCounter.builder("stead_audited_searches", this, of)
                .tag("gallery", gallery.config().id().value())
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public String toString() {
        return "GalleryAudit[" + gallery.config().id() + ", " + best + "]";
    }
}
