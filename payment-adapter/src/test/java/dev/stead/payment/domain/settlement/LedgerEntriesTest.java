package dev.stead.payment.domain.settlement;

import static dev.stead.payment.domain.ledger.BalanceKind.AVAILABLE;
import static dev.stead.payment.domain.ledger.BalanceKind.HELD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What each movement writes to the journal, whole: its kind, whose settlement it is, when, and both legs. */
class LedgerEntriesTest {
    private static final Instant CREATED = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final Money PART = new Money("EUR", 30);

    private final Ledger ledger = new Ledger(new IdGenerator(new Environment(InstantSource.fixed(NOW), new Random(7))));
    private final Settlement settlement = Settlement.received(
            new SettlementId("s"),
            new UUID(1, 2),
            new SettlementTerms(new AccountId("payer"), new AccountId("payee"), new Money("EUR", 250), "ref"),
            CREATED);

    private static String line(JournalEntry entry) {
        List<String> legs = entry.postings().stream()
                .map(leg -> leg.account() + " " + leg.balanceKind() + " "
                        + leg.amount().minorUnits())
                .toList();
        return entry.kind() + " of "
                + entry.settlement().map(SettlementId::value).orElse("nothing") + " at " + entry.createTime() + ": "
                + String.join(", ", legs);
    }

    @Test
    void everyMovementIsOneLineOfTheJournal() {
        List<JournalEntry> entries = List.of(
                ledger.deposit(new AccountId("payer"), PART, NOW),
                ledger.hold(settlement, NOW),
                ledger.post(settlement, HELD, NOW),
                ledger.post(settlement, AVAILABLE, NOW),
                ledger.voidHold(settlement, NOW),
                ledger.holdForRefund(settlement, PART, NOW),
                ledger.refund(settlement, PART, HELD, NOW),
                ledger.refund(settlement, PART, AVAILABLE, NOW),
                ledger.keep(settlement, PART, NOW));

        String at = " at 2026-11-23T09:00:00Z: ";
        assertThat(entries.stream().map(LedgerEntriesTest::line))
                .containsExactly(
                        "DEPOSIT of nothing" + at + "world.EUR AVAILABLE -30, payer AVAILABLE 30",
                        "HOLD of s" + at + "payer AVAILABLE -250, payer HELD 250",
                        "POST of s" + at + "payer HELD -250, payee AVAILABLE 250",
                        "POST of s" + at + "payer AVAILABLE -250, payee AVAILABLE 250",
                        "VOID of s" + at + "payer HELD -250, payer AVAILABLE 250",
                        "HOLD of s" + at + "payee AVAILABLE -30, payee HELD 30",
                        "REFUND of s" + at + "payee HELD -30, payer AVAILABLE 30",
                        "REFUND of s" + at + "payee AVAILABLE -30, payer AVAILABLE 30",
                        "KEEP of s" + at + "payee HELD -30, payee AVAILABLE 30");
        assertThat(entries.stream().map(JournalEntry::kind).distinct())
                .as("every kind of entry is one of these")
                .hasSameElementsAs(Arrays.asList(EntryKind.values()));
        assertThat(entries.stream().map(JournalEntry::id)).doesNotHaveDuplicates();
    }

    @Test
    void aRefundHasRetriesOfItsOwn() {
        Settlement refunding = after(SettlementState.SETTLED, 8).transitionTo(SettlementState.REFUNDING, NOW);
        assertThat(refunding.progress().retries()).isZero();
        assertThat(refunding.progress().updateTime()).isEqualTo(NOW);
        assertThat(refunding.createTime()).isEqualTo(CREATED);

        Settlement inReview = after(SettlementState.REFUNDING, 8).transitionTo(SettlementState.MANUAL_REVIEW, NOW);
        assertThat(inReview.progress().retries())
                .as("after any other step they count on")
                .isEqualTo(8);
    }

    private Settlement after(SettlementState state, int retries) {
        var progress = new Settlement.Progress(
                state, Optional.empty(), new Money("EUR", 0), 9, CREATED, retries, Optional.empty());
        return new Settlement(settlement.id(), settlement.requestId(), settlement.terms(), progress, CREATED);
    }
}
