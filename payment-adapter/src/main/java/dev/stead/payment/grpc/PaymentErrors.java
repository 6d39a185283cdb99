package dev.stead.payment.grpc;

import dev.stead.mesh.ErrorMapper;
import dev.stead.mesh.Problem;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import io.grpc.Status.Code;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Maps errors of the domain to gRPC: the reason is the error's name, and the code says whether trying again can help. */
public final class PaymentErrors implements ErrorMapper {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    @Override
    public @Nullable Problem map(RuntimeException exception) {
        return exception instanceof PaymentException refusal
                ? problem(refusal.error(), String.valueOf(refusal.getMessage()))
                : null;
    }

    static Problem problem(PaymentError error, String message) {
        Problem problem = Problem.of(code(error), error.name(), message);
        return switch (problem.code()) {
            case ABORTED -> problem.retryAfter(SOON);
            case RESOURCE_EXHAUSTED, UNAVAILABLE -> problem.retryAfter(LATER);
            default -> problem;
        };
    }

    /** The code of each error. Trying again never helps after INVALID_ARGUMENT, and after FAILED_PRECONDITION only if something changed. */
    public static Code code(PaymentError error) {
        return switch (error) {
            case OWNER_INVALID,
                    ACCOUNT_ID_INVALID,
                    SETTLEMENT_ID_INVALID,
                    AMOUNT_INVALID,
                    AMOUNT_OVERFLOW,
                    CURRENCY_UNKNOWN,
                    CURRENCY_MISMATCH,
                    PAYER_IS_PAYEE,
                    REFERENCE_INVALID,
                    PAGE_SIZE_INVALID,
                    PAGE_TOKEN_INVALID,
                    PERIOD_INVALID,
                    SOURCE_INVALID,
                    NOTE_INVALID,
                    FINDING_INVALID,
                    PERIOD_TOO_FULL -> Code.INVALID_ARGUMENT;
            case REQUEST_ID_REUSED,
                    NOT_IN_REVIEW,
                    NOT_REFUNDABLE,
                    REFUND_TOO_LARGE,
                    INSUFFICIENT_FUNDS,
                    BALANCE_OVERFLOW -> Code.FAILED_PRECONDITION;
            case ACCOUNT_NOT_FOUND, SETTLEMENT_NOT_FOUND -> Code.NOT_FOUND;
            case ACCOUNT_EXISTS, OWNER_HAS_ACCOUNT -> Code.ALREADY_EXISTS;
            case REFUND_UNDER_WAY -> Code.ABORTED;
            case TOO_MANY_WATCHERS -> Code.RESOURCE_EXHAUSTED;
            case STATEMENT_UNAVAILABLE -> Code.UNAVAILABLE;
        };
    }
}
