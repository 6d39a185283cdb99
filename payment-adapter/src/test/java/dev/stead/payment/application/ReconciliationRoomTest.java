package dev.stead.payment.application;

import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A comparison that would not fit the memory is refused while it is read, whichever side is too long. */
class ReconciliationRoomTest {
    private final ManualClock clock = new ManualClock();
    private final EditedStatement provider = new EditedStatement(clock);
    private final TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS);
    private final PaymentDatabase store = new PaymentDatabase(test.database(), InstantSource.system());
    private final Period day = new Period(
            clock.instant().minus(Duration.ofHours(1)), clock.instant().plus(Duration.ofHours(1)));

    @AfterEach
    void close() {
        test.close();
    }

    private Reconciliation.Report compare(int maxRows) {
        return new Reconciliation(store, provider, maxRows).compare(day);
    }

    private void assertTooFull(int maxRows) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> compare(maxRows))
                .returns(PaymentError.PERIOD_TOO_FULL, PaymentException::error);
    }

    @Test
    void aStatementMayFillTheRoomAndNotExceedIt() {
        for (String key : new String[] {"one", "two", "three"}) {
            provider.edit(key, new Movement(key, Movement.Effect.CAPTURED, euros(1), clock.instant()));
        }

        assertThat(compare(3).movements()).isEqualTo(3);
        assertTooFull(2);
    }

    /** A payment is two rows: it may be paid back under a key of its own. */
    @Test
    void paymentsMayFillTheRoomAndNotExceedIt() {
        Shop shop = Shop.over(store, provider, clock).open(1_000);
        shop.settle("one", 100);
        shop.settle("two", 100);

        assertThat(compare(4).settlements()).isEqualTo(2);
        assertTooFull(2);
    }

    @Test
    void refundsMayFillTheRoomAndNotExceedIt() {
        Shop shop = Shop.over(store, provider, clock).open(1_000);
        SettlementId settled = shop.settle("pay", 100).id();
        shop.refund("one", settled, 10);
        shop.refund("two", settled, 10);

        assertThat(compare(4).refunds()).isEqualTo(2);
        assertTooFull(3);
    }
}
