package dev.stead.payment.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.Timestamp;
import dev.stead.mesh.Problem;
import dev.stead.payment.domain.Period;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.v1.Break;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.ReconcileResponse;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationGrpcTest {
    private static final Instant DAY = Instant.parse("2026-11-23T00:00:00Z");

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }

    private static List<ReconcileResponse> compare(GrpcShop shop, Instant until) {
        List<ReconcileResponse> answers = new ArrayList<>();
        ReconciliationServiceGrpc.newBlockingStub(shop.server().as(GrpcShop.OPERATOR))
                .reconcile(ReconcileRequest.newBuilder()
                        .setFromTime(time(DAY))
                        .setUntilTime(time(until))
                        .build())
                .forEachRemaining(answers::add);
        return answers;
    }

    @Test
    void everyBreakIsListedAndSummedUp() {
        // A provider whose statement has nothing of this day.
        try (GrpcShop shop = GrpcShop.over(new ScriptedProvider())) {
            shop.shop().open(10_000);
            for (int i = 0; i < 120; i++) {
                shop.shop().settle("pay " + i, 10);
            }

            List<ReconcileResponse> answers = compare(shop, DAY.plusSeconds(86_400));

            assertThat(answers).hasSize(3);
            assertThat(answers.stream().flatMap(answer -> answer.getBreaksList().stream()))
                    .hasSize(120)
                    .allMatch(one -> one.getKind() == Break.Kind.KIND_MISSING_AT_PROVIDER)
                    .allMatch(one -> one.getHere().equals("SETTLED 0.10 EUR"));
            assertThat(answers.getLast().getSummary().getBreakCount()).isEqualTo(120);
            assertThat(answers.getLast().getSummary().getSettlementCount()).isEqualTo(120);
        }
    }

    @Test
    void timestampsOfAPeriodAreOfThisCalendar() {
        Timestamp day = time(DAY);
        try (GrpcShop shop = GrpcShop.over(new ScriptedProvider())) {
            for (Timestamp time : List.of(
                    day.toBuilder().setNanos(-1).build(),
                    day.toBuilder().setNanos(1_000_000_000).build(),
                    Timestamp.newBuilder().setSeconds(253_402_300_800L).build(),
                    Timestamp.newBuilder().setSeconds(Long.MIN_VALUE).build())) {
                for (ReconcileRequest.Builder period : List.of(
                        ReconcileRequest.newBuilder().setFromTime(time).setUntilTime(time(DAY.plusSeconds(60))),
                        ReconcileRequest.newBuilder()
                                .setFromTime(time(DAY.minusSeconds(60)))
                                .setUntilTime(time))) {
                    Throwable refusal = catchThrowable(() -> ReconciliationServiceGrpc.newBlockingStub(
                                    shop.server().as(GrpcShop.OPERATOR))
                            .reconcile(period.build())
                            .hasNext());
                    Problem problem = Problem.from(refusal).orElseThrow();
                    assertThat(problem.reason()).isEqualTo("PERIOD_INVALID");
                    assertThat(problem.message()).contains("nanos");
                }
            }
        }
    }

    @Test
    void aPeriodMayBeginWithTheFirstSecondOfATimestampAndEndWithTheLast() {
        for (Instant from : List.of(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:58:59Z"))) {
            Instant until = from.plusSeconds(60);
            assertThat(Requests.period(ReconcileRequest.newBuilder()
                            .setFromTime(time(from))
                            .setUntilTime(time(until))
                            .build()))
                    .isEqualTo(new Period(from, until));
        }
    }

    @Test
    void aPeriodIsNotTakenToBeginOrEndIn1970() {
        Timestamp first = Timestamp.getDefaultInstance();
        try (GrpcShop shop = GrpcShop.over(new ScriptedProvider())) {
            for (ReconcileRequest.Builder period : List.of(
                    ReconcileRequest.newBuilder().setUntilTime(first.toBuilder().setSeconds(60)),
                    ReconcileRequest.newBuilder().setFromTime(first.toBuilder().setSeconds(-60)))) {
                Throwable refusal = catchThrowable(() -> ReconciliationServiceGrpc.newBlockingStub(
                                shop.server().as(GrpcShop.OPERATOR))
                        .reconcile(period.build())
                        .hasNext());
                assertThat(Problem.from(refusal).orElseThrow().reason()).isEqualTo("PERIOD_INVALID");
            }
        }
    }

    @Test
    void periodThatIsNoneIsRefused() {
        try (GrpcShop shop = GrpcShop.over(new ScriptedProvider())) {
            for (Instant until : List.of(DAY, DAY.minusSeconds(1), DAY.plusSeconds(32 * 86_400))) {
                assertThatExceptionOfType(StatusRuntimeException.class)
                        .isThrownBy(() -> compare(shop, until))
                        .satisfies(refusal ->
                                assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
            }
        }
    }
}
