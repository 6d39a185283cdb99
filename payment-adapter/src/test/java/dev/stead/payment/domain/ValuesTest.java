package dev.stead.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.PostingResult;
import dev.stead.payment.domain.settlement.Review;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong value cannot be built. */
class ValuesTest {
    private static final UUID REQUEST = new UUID(1, 2);
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Owner ADA = new Owner.Person("ada");
    private static final AccountId ACCOUNT = new AccountId("acc");

    private static void refused(PaymentError error, ThrowingCallable making) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(making)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "ä", "a\n", "x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void idsAreShortAndPlain(String id) {
        refused(PaymentError.ACCOUNT_ID_INVALID, () -> new AccountId(id));
        refused(PaymentError.OWNER_INVALID, () -> new Owner.Person(id));
        refused(PaymentError.OWNER_INVALID, () -> new Owner.Merchant(id));
    }

    @Test
    void onlyTheLedgerOpensTheWorldsAccounts() {
        refused(
                PaymentError.ACCOUNT_ID_INVALID,
                () -> new OpenAccountCommand(REQUEST, AccountId.world("EUR"), ADA, "EUR"));
        refused(PaymentError.CURRENCY_UNKNOWN, () -> new OpenAccountCommand(REQUEST, ACCOUNT, ADA, "eur"));
        assertThat(AccountId.world("EUR").isReserved()).isTrue();
        assertThat(ACCOUNT.isReserved()).isFalse();
    }

    @Test
    void onlyTheWorldMayBeInDebt() {
        assertThat(Account.open(AccountId.world("EUR"), new Owner.World(), "EUR", NOW)
                        .mayBeNegative())
                .isTrue();
        assertThat(Account.open(ACCOUNT, ADA, "EUR", NOW).mayBeNegative()).isFalse();
        assertThat(Account.open(ACCOUNT, ADA, "EUR", NOW).currencyCode()).isEqualTo("EUR");
    }

    @Test
    void anAccountHasOneCurrency() {
        refused(
                PaymentError.CURRENCY_MISMATCH,
                () -> new Account(ACCOUNT, ADA, Money.zero("EUR"), Money.zero("JPY"), NOW));
    }

    @Test
    void ownersOfTwoKindsWithOneIdDiffer() {
        assertThat(ADA.canonical()).isEqualTo("person ada");
        assertThat(new Owner.Merchant("ada").canonical()).isEqualTo("merchant ada");
        assertThat(new Owner.World().canonical()).isEqualTo("world");
    }

    @Test
    void accountsAreOrderedAndPrintedByTheirIds() {
        assertThat(new AccountId("a")).isLessThan(new AccountId("b")).hasToString("a");
    }

    @Test
    void onlySomethingIsDeposited() {
        refused(PaymentError.AMOUNT_INVALID, () -> new DepositCommand(REQUEST, ACCOUNT, Money.zero("EUR")));
    }

    /** A provider's name and its own name for a source go into its URLs. */
    @Test
    void fundingSourcesAreOfPrintableAscii() {
        assertThat(new LinkFundingSourceCommand(REQUEST, ACCOUNT, "!", "~".repeat(128)).source())
                .hasSize(128);
        for (String bad : new String[] {"", "a b", "a\u007f", "ä", "x".repeat(129)}) {
            refused(PaymentError.SOURCE_INVALID, () -> new LinkFundingSourceCommand(REQUEST, ACCOUNT, "stripe", bad));
            refused(PaymentError.SOURCE_INVALID, () -> new LinkFundingSourceCommand(REQUEST, ACCOUNT, bad, "cus_1"));
        }
    }

    @Test
    void aReviewSaysWhyOnOneLine() {
        var settlement = new SettlementId("s");
        for (String bad : new String[] {"", "  ", "a\nb", "x".repeat(501)}) {
            refused(PaymentError.NOTE_INVALID, () -> new Review(REQUEST, settlement, Review.Finding.MOVED, "ada", bad));
        }
        assertThat(new Review(REQUEST, settlement, Review.Finding.MOVED, "ada", "x".repeat(500)).note())
                .hasSize(500);
    }

    /** Two days in a row share no instant and miss none. */
    @Test
    void aPeriodHoldsItsBeginningAndNotItsEnd() {
        var period = new Period(NOW, NOW.plusSeconds(1));

        assertThat(period.contains(NOW)).isTrue();
        assertThat(period.contains(NOW.minusNanos(1))).isFalse();
        assertThat(period.contains(NOW.plusSeconds(1).minusNanos(1))).isTrue();
        assertThat(period.contains(NOW.plusSeconds(1))).isFalse();
        refused(PaymentError.PERIOD_INVALID, () -> new Period(NOW, NOW));
        refused(PaymentError.PERIOD_INVALID, () -> new Period(NOW, NOW.minusSeconds(1)));
    }

    @Test
    void whatCannotBePostedIsRefusedWithItsReason() {
        new PostingResult.Done().orRefuse();
        refused(PaymentError.INSUFFICIENT_FUNDS, () -> new PostingResult.Shortfall(ACCOUNT).orRefuse());
        refused(PaymentError.BALANCE_OVERFLOW, () -> new PostingResult.Overflow(ACCOUNT).orRefuse());
    }
}
