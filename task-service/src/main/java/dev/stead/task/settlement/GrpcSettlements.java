package dev.stead.task.settlement;

import dev.stead.mesh.Failpoint;
import dev.stead.mesh.Problem;
import dev.stead.payment.v1.Owner;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.payment.v1.SettlementServiceGrpc.SettlementServiceBlockingStub;
import dev.stead.task.application.port.SettlementOutcome;
import dev.stead.task.application.port.SettlementRequest;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.domain.SettlementReference;
import dev.stead.type.v1.Money;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The payment adapter behind the domain's port. Only a final state, or a refusal in which the adapter itself says that it accepted
 * nothing, is an outcome; everything else (silence, a broken connection, a failure, a refusal of this service rather than of the payment)
 * is unknown and retried with the same request id. Thread-safe.
 */
public final class GrpcSettlements implements Settlements {
    private static final Logger LOG = LoggerFactory.getLogger(GrpcSettlements.class);

    /** Codes with which a request is refused for good: nothing was accepted under its request id. */
    private static final Set<Status.Code> REFUSALS =
            Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION);

    /** Reasons with such a code that still say nothing about our settlement. */
    private static final Set<String> NO_ANSWER = Set.of("REQUEST_ID_REUSED");

    private final SettlementServiceBlockingStub stub;
    private final Duration deadline;

    /** Does not own the channel. */
    public GrpcSettlements(Channel channel, Duration deadline) {
        this.stub = SettlementServiceGrpc.newBlockingStub(channel);
        this.deadline = deadline;
    }

    /** A terminal that hangs up does not cancel the settlement. */
    @Override
    public SettlementOutcome settle(SettlementRequest request) {
        Context detached = Context.current().fork();
        Context before = detached.attach();
        try {
            return send(request);
        } finally {
            detached.detach(before);
        }
    }

    private SettlementOutcome send(SettlementRequest request) {
        var message = SettleRequest.newBuilder()
                .setRequestId(request.executionId().value())
                .setReference(request.executionId().value())
                .setPayer(Owner.newBuilder().setSubjectId(request.payerId().value()))
                .setPayee(Owner.newBuilder().setMerchantId(request.payeeId().value()))
                .setAmount(Money.newBuilder()
                        .setCurrencyCode(request.amount().currencyCode())
                        .setMinorUnits(request.amount().minorUnits()))
                .build();
        try {
            Failpoint.at("task.send");
            Settlement settlement =
                    stub.withDeadlineAfter(deadline).settle(message).getSettlement();
            Failpoint.at("task.answer");
            return outcome(settlement);
        } catch (StatusRuntimeException refused) {
            return outcome(request, refused);
        }
    }

    private static SettlementOutcome outcome(Settlement settlement) {
        return switch (settlement.getState()) {
            case STATE_SETTLED, STATE_REFUNDING, STATE_REFUNDED, STATE_PARTIALLY_REFUNDED ->
                new SettlementOutcome.Settled(reference(settlement));
            case STATE_DECLINED, STATE_VOIDED, STATE_REVERSED, STATE_EXPIRED ->
                new SettlementOutcome.Declined(reference(settlement), reason(settlement));
            case STATE_UNSPECIFIED,
                    STATE_RECEIVED,
                    STATE_HELD,
                    STATE_SUBMITTED,
                    STATE_AUTHORIZED,
                    STATE_CAPTURING,
                    STATE_UNKNOWN,
                    STATE_VOIDING,
                    STATE_REVERSING,
                    STATE_MANUAL_REVIEW,
                    UNRECOGNIZED -> new SettlementOutcome.Unknown();
        };
    }

    private static SettlementReference reference(Settlement settlement) {
        return new SettlementReference(settlement.getSettlementId());
    }

    private static String reason(Settlement settlement) {
        String given = settlement.getDeclineReason();
        return given.isEmpty() ? "SETTLEMENT_" + settlement.getState().name().replace("STATE_", "") : given;
    }

    private static SettlementOutcome outcome(SettlementRequest request, StatusRuntimeException refused) {
        Status.Code code = refused.getStatus().getCode();
        Optional<Problem> problem = Problem.from(refused);
        if (REFUSALS.contains(code)
                && problem.isPresent()
                && !NO_ANSWER.contains(problem.get().reason())) {
            return new SettlementOutcome.Declined(null, problem.get().reason());
        }
        LOG.warn(
                "The settlement of execution {} has no outcome yet: {} {}",
                request.executionId().value(),
                code,
                problem.map(Problem::reason).orElse(""));
        return new SettlementOutcome.Unknown();
    }
}
