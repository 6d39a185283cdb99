package dev.stead.payment.grpc;

import static dev.stead.payment.domain.provider.Provider.Movement.Effect.CAPTURED;
import static dev.stead.payment.domain.provider.Provider.Movement.Effect.REFUNDED;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.domain.reconciliation.Break;
import dev.stead.payment.testing.EditedStatement;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.v1.Break.Kind;
import dev.stead.payment.v1.BreakCount;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.ReconcileResponse;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.ReconciliationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator reads of a reconciliation: every figure and every word at its own place. */
class ReconciliationAnswerTest {
    private static final Instant DAY = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant PAID = Instant.parse("2026-11-23T08:00:00Z");

    private final EditedStatement provider = new EditedStatement(() -> PAID);

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    private static List<ReconcileResponse> compare(GrpcShop shop) {
        List<ReconcileResponse> answers = new ArrayList<>();
        ReconciliationServiceGrpc.newBlockingStub(shop.server().as(GrpcShop.OPERATOR))
                .reconcile(ReconcileRequest.newBuilder()
                        .setFromTime(time(DAY))
                        .setUntilTime(time(DAY.plus(Duration.ofDays(1))))
                        .build())
                .forEachRemaining(answers::add);
        return answers;
    }

    /** A movement like {@code 10 cents captured at the moment of payment}, but for what makes the break. */
    private void plant(Break.Kind kind, SettlementId settlement) {
        String key = settlement + "-1";
        var moved = new Movement(key, CAPTURED, euros(10), PAID);
        switch (kind) {
            case MISSING_AT_PROVIDER -> provider.edit(key);
            case MISSING_HERE ->
                provider.edit("stranger of " + key, new Movement("stranger of " + key, REFUNDED, euros(7), PAID));
            case AMOUNT -> provider.edit(key, new Movement(key, CAPTURED, euros(11), PAID));
            case CURRENCY -> provider.edit(key, new Movement(key, CAPTURED, new Money("USD", 10), PAID));
            case STATE -> provider.edit(key, new Movement(key, REFUNDED, euros(10), PAID));
            case DUPLICATE -> provider.edit(key, moved, moved);
            case LATE -> provider.edit(key, new Movement(key, CAPTURED, euros(10), PAID.plus(Duration.ofHours(2))));
        }
    }

    @Test
    void everyFigureOfTheSummaryIsItsOwn() {
        try (GrpcShop shop = GrpcShop.over(provider)) {
            shop.shop().open(10_000);
            List<Break.Kind> kinds = List.of(Break.Kind.values());
            for (Break.Kind kind : kinds) {
                for (int i = 0; i <= kinds.indexOf(kind); i++) {
                    plant(kind, shop.shop().settle(kind + " " + i, 10).id());
                }
            }
            SettlementId refunded = shop.shop().settle("refunded", 100).id();
            for (int i = 0; i < 3; i++) {
                shop.shop().refund("back " + i, refunded, 10);
            }
            provider.provider().then(Behaviour.NOT_DONE, Behaviour.NOT_DONE);
            shop.shop().settle("open 1", 10);
            shop.shop().settle("open 2", 10);

            ReconciliationSummary summary = compare(shop).getLast().getSummary();
            assertThat(summary.getSettlementCount()).isEqualTo(31);
            assertThat(summary.getOpenCount()).isEqualTo(2);
            assertThat(summary.getRefundCount()).isEqualTo(3);
            // One for each settlement but the missing one and the two that are open; strangers, doubles and refunds.
            assertThat(summary.getMovementCount()).isEqualTo(28 - 1 + 1 + 2 + 6 + 3);
            assertThat(summary.getBreakCount()).isEqualTo(28);
            assertThat(summary.getBreaksByKindList())
                    .isEqualTo(kinds.stream()
                            .map(kind -> BreakCount.newBuilder()
                                    .setKind(Kind.valueOf("KIND_" + kind))
                                    .setCount(kinds.indexOf(kind) + 1)
                                    .build())
                            .toList());
        }
    }

    @Test
    void aBreakSaysWhatIsHereAndWhatIsThere() {
        try (GrpcShop shop = GrpcShop.over(provider)) {
            shop.shop().open(10_000);
            SettlementId settled = shop.shop().settle("pay", 10).id();
            plant(Break.Kind.AMOUNT, settled);
            plant(Break.Kind.MISSING_HERE, settled);

            assertThat(compare(shop).getFirst().getBreaksList())
                    .containsExactlyInAnyOrder(
                            dev.stead.payment.v1.Break.newBuilder()
                                    .setKind(Kind.KIND_AMOUNT)
                                    .setKey(settled + "-1")
                                    .setSettlementId(settled.value())
                                    .setHere("SETTLED 0.10 EUR")
                                    .setThere("CAPTURED 0.11 EUR at 2026-11-23T08:00:00Z")
                                    .build(),
                            dev.stead.payment.v1.Break.newBuilder()
                                    .setKind(Kind.KIND_MISSING_HERE)
                                    .setKey("stranger of " + settled + "-1")
                                    .setHere("unknown")
                                    .setThere("REFUNDED 0.07 EUR at 2026-11-23T08:00:00Z")
                                    .build());
        }
    }
}
