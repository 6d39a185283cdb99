package dev.stead.task.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Problem;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.SettleResponse;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcSettlementsTest {
    private static final SettlementRequest REQUEST = new SettlementRequest(
            new ExecutionId("0190f1a2-0000-7000-8000-000000000001"),
            new PersonId("bob"),
            new MerchantId("bakery"),
            new Money("EUR", 1_250));

    private volatile BiConsumer<SettleRequest, StreamObserver<SettleResponse>> adapter = (request, out) -> {};
    private final String name = InProcessServerBuilder.generateName();
    private final Server server = InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new SettlementServiceGrpc.SettlementServiceImplBase() {
                @Override
                public void settle(SettleRequest request, StreamObserver<SettleResponse> out) {
                    adapter.accept(request, out);
                }
            })
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(name).directExecutor().build();

    @BeforeEach
    void start() throws IOException {
        var _ = server.start();
    }

    @AfterEach
    void stop() {
        var _ = channel.shutdownNow();
        var _ = server.shutdownNow();
    }

    private SettlementOutcome settle() {
        return settle(Duration.ofSeconds(20));
    }

    private SettlementOutcome settle(Duration deadline) {
        return new GrpcSettlements(channel, deadline).settle(REQUEST);
    }

    private void answer(Settlement.State state, String reason) {
        adapter = (request, out) -> {
            out.onNext(SettleResponse.newBuilder()
                    .setSettlement(Settlement.newBuilder()
                            .setSettlementId("s-1")
                            .setState(state)
                            .setDeclineReason(reason))
                    .build());
            out.onCompleted();
        };
    }

    private void refuse(Status.Code code, String reason) {
        adapter = (request, out) -> out.onError(Problem.of(code, reason, "no").asException());
    }

    @Test
    void theRequestNamesPeopleAndNotAccounts() {
        var seen = SettleRequest.newBuilder();
        answer(Settlement.State.STATE_SETTLED, "");
        var answering = adapter;
        adapter = (request, out) -> {
            seen.mergeFrom(request);
            answering.accept(request, out);
        };
        assertThat(settle()).isEqualTo(new SettlementOutcome.Settled(new SettlementReference("s-1")));
        assertThat(seen.getRequestId()).isEqualTo(REQUEST.executionId().value());
        assertThat(seen.getPayer().getSubjectId()).isEqualTo("bob");
        assertThat(seen.getPayee().getMerchantId()).isEqualTo("bakery");
        assertThat(seen.getAmount().getCurrencyCode()).isEqualTo("EUR");
        assertThat(seen.getAmount().getMinorUnits()).isEqualTo(1_250);
    }

    @ParameterizedTest
    @EnumSource(Settlement.State.class)
    void onlyAFinalStateIsAnOutcome(Settlement.State state) {
        if (state == Settlement.State.UNRECOGNIZED) {
            return;
        }
        answer(state, "");
        Class<?> expected = switch (state) {
            case STATE_SETTLED, STATE_REFUNDING, STATE_REFUNDED, STATE_PARTIALLY_REFUNDED ->
                SettlementOutcome.Settled.class;
            case STATE_DECLINED, STATE_VOIDED, STATE_REVERSED, STATE_EXPIRED -> SettlementOutcome.Declined.class;
            default -> SettlementOutcome.Unknown.class;
        };
        assertThat(settle()).isInstanceOf(expected);
    }

    @Test
    void aDeclineKeepsItsReason() {
        answer(Settlement.State.STATE_DECLINED, "INSUFFICIENT_FUNDS");
        assertThat(settle())
                .isEqualTo(new SettlementOutcome.Declined(new SettlementReference("s-1"), "INSUFFICIENT_FUNDS"));
        answer(Settlement.State.STATE_EXPIRED, "");
        assertThat(settle())
                .isEqualTo(new SettlementOutcome.Declined(new SettlementReference("s-1"), "SETTLEMENT_EXPIRED"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, ACCOUNT_NOT_FOUND",
        "INVALID_ARGUMENT, AMOUNT_INVALID",
        "FAILED_PRECONDITION, ACCOUNT_CLOSED",
    })
    void aRefusalWithAReasonIsADecline(Status.Code code, String reason) {
        refuse(code, reason);
        assertThat(settle()).isEqualTo(new SettlementOutcome.Declined(null, reason));
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, STORE_UNAVAILABLE",
        "ABORTED, SETTLEMENT_IN_PROGRESS",
        "INTERNAL, INTERNAL",
        "PERMISSION_DENIED, ROLE_NOT_ALLOWED",
        "RESOURCE_EXHAUSTED, OVERLOADED",
        "FAILED_PRECONDITION, REQUEST_ID_REUSED",
    })
    void everyOtherFailureIsUnknown(Status.Code code, String reason) {
        refuse(code, reason);
        assertThat(settle()).isEqualTo(new SettlementOutcome.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT_FOUND", "INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNKNOWN"})
    void aRefusalThatIsNotTheAdaptersOwnIsUnknown(String code) {
        adapter = (request, out) ->
                out.onError(Status.Code.valueOf(code).toStatus().asRuntimeException());
        assertThat(settle()).isEqualTo(new SettlementOutcome.Unknown());
    }

    @Test
    void silenceIsUnknown() {
        adapter = (request, out) -> {};
        assertThat(settle(Duration.ofMillis(200))).isEqualTo(new SettlementOutcome.Unknown());
    }

    @Test
    void aTerminalThatHangsUpDoesNotTakeTheQuestionBack() {
        answer(Settlement.State.STATE_SETTLED, "");
        Context.CancellableContext call = Context.current().withCancellation();
        call.cancel(null);
        Context before = call.attach();
        try {
            assertThat(settle()).isEqualTo(new SettlementOutcome.Settled(new SettlementReference("s-1")));
        } finally {
            call.detach(before);
        }
    }
}
