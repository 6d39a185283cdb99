package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.payment.application.port.Repositories.Reconciliation.ComparedDay;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.Settlement.Progress;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.domain.settlement.SettlementTerms;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each metric shows its own figure: an alert on another's is worse than none. */
class PaymentMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PaymentMetrics metrics = new PaymentMetrics(registry);

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double changes(SettlementState state) {
        return registry.get("stead_settlement_changes")
                .tag("state", state.name())
                .counter()
                .count();
    }

    private static Settlement settlement(SettlementState state) {
        var amount = new Money("EUR", 1);
        var terms = new SettlementTerms(new AccountId("a"), new AccountId("b"), amount, "");
        var progress = new Progress(state, Optional.empty(), Money.zero("EUR"), 1, Instant.EPOCH, 0, Optional.empty());
        return new Settlement(new SettlementId("s"), new UUID(1, 2), terms, progress, Instant.EPOCH);
    }

    @Test
    void eachGaugeShowsItsOwnFigure() {
        metrics.inReview(3);
        metrics.compared(new ComparedDay(Instant.ofEpochSecond(1_700), 5));

        assertThat(gauge("stead_settlements_in_review")).isEqualTo(3);
        assertThat(gauge("stead_reconciliation_breaks")).isEqualTo(5);
        assertThat(gauge("stead_reconciliation_last_seconds")).isEqualTo(1_700);
    }

    @Test
    void aChangeIsCountedUnderItsState() {
        List<SettlementState> states = List.of(SettlementState.values());
        for (int number = 0; number < states.size(); number++) {
            for (int i = 0; i <= number; i++) {
                metrics.accept(settlement(states.get(number)));
            }
        }
        for (int number = 0; number < states.size(); number++) {
            assertThat(changes(states.get(number))).as("%s", states.get(number)).isEqualTo(number + 1);
        }
    }
}
