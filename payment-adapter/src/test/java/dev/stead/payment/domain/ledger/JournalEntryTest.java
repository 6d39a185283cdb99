package dev.stead.payment.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Ledger;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementTerms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JournalEntryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final AccountId A = new AccountId("a");
    private static final AccountId B = new AccountId("b");

    private final Ledger ledger = new Ledger(new IdGenerator(new Environment(InstantSource.fixed(NOW), new Random(7))));
    private final Settlement settlement = Settlement.received(
            new SettlementId("s"), new UUID(1, 2), new SettlementTerms(A, B, new Money("EUR", 250), "ref"), NOW);

    private static Posting posting(AccountId account, BalanceKind balanceKind, String currency, long amount) {
        return new Posting(account, balanceKind, new Money(currency, amount));
    }

    private static void assertCannotBeBuilt(Posting... postings) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JournalEntry("id", EntryKind.POST, Optional.empty(), List.of(postings), NOW));
    }

    @Test
    void unbalancedEntryCannotBeBuilt() {
        assertCannotBeBuilt();
        assertCannotBeBuilt(posting(A, BalanceKind.AVAILABLE, "EUR", 1));
        assertCannotBeBuilt(posting(A, BalanceKind.AVAILABLE, "EUR", -2), posting(B, BalanceKind.AVAILABLE, "EUR", 1));
        assertCannotBeBuilt(posting(A, BalanceKind.AVAILABLE, "EUR", -1), posting(B, BalanceKind.AVAILABLE, "USD", 1));
    }

    @Test
    void oneBalanceHasOnePostingInAnEntry() {
        assertCannotBeBuilt(
                posting(A, BalanceKind.AVAILABLE, "EUR", -2),
                posting(B, BalanceKind.AVAILABLE, "EUR", 1),
                posting(B, BalanceKind.AVAILABLE, "EUR", 1));
    }

    @Test
    void postingThatMovesNothingCannotBeBuilt() {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> posting(A, BalanceKind.HELD, "EUR", 0))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PaymentError.AMOUNT_INVALID));
    }

    @Test
    void holdThenPostMovesThePayersMoneyToThePayee() {
        assertThat(ledger.hold(settlement, NOW).postings())
                .containsExactly(
                        posting(A, BalanceKind.AVAILABLE, "EUR", -250), posting(A, BalanceKind.HELD, "EUR", 250));
        assertThat(ledger.post(settlement, BalanceKind.HELD, NOW).postings())
                .containsExactly(
                        posting(A, BalanceKind.HELD, "EUR", -250), posting(B, BalanceKind.AVAILABLE, "EUR", 250));
    }

    @Test
    void voidUndoesTheHold() {
        assertThat(ledger.voidHold(settlement, NOW).postings())
                .containsExactly(
                        posting(A, BalanceKind.HELD, "EUR", -250), posting(A, BalanceKind.AVAILABLE, "EUR", 250));
    }

    @Test
    void refundGoesFromThePayeeToThePayer() {
        Money part = new Money("EUR", 50);

        assertThat(ledger.refund(settlement, part, BalanceKind.AVAILABLE, NOW).postings())
                .containsExactly(
                        posting(B, BalanceKind.AVAILABLE, "EUR", -50), posting(A, BalanceKind.AVAILABLE, "EUR", 50));
        assertThat(ledger.holdForRefund(settlement, part, NOW).postings())
                .containsExactly(
                        posting(B, BalanceKind.AVAILABLE, "EUR", -50), posting(B, BalanceKind.HELD, "EUR", 50));
    }

    @Test
    void aRefundThatDidNotHappenStaysWithThePayee() {
        assertThat(ledger.keep(settlement, new Money("EUR", 50), NOW).postings())
                .containsExactly(
                        posting(B, BalanceKind.HELD, "EUR", -50), posting(B, BalanceKind.AVAILABLE, "EUR", 50));
    }

    @Test
    void nothingIsDepositedNorRefundedByLessThanAMinorUnit() {
        Money nothing = Money.zero("EUR");

        assertThatExceptionOfType(PaymentException.class).isThrownBy(() -> ledger.deposit(A, nothing, NOW));
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> ledger.refund(settlement, new Money("EUR", -1), BalanceKind.AVAILABLE, NOW));
    }

    @Test
    void depositComesFromTheWorld() {
        JournalEntry deposit = ledger.deposit(A, new Money("JPY", 9), NOW);

        assertThat(deposit.postings())
                .containsExactly(
                        posting(AccountId.world("JPY"), BalanceKind.AVAILABLE, "JPY", -9),
                        posting(A, BalanceKind.AVAILABLE, "JPY", 9));
        assertThat(UUID.fromString(deposit.id()).version()).isEqualTo(7);
    }
}
