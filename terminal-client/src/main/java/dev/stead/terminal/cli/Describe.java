package dev.stead.terminal.cli;

import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.TaskKind;
import dev.stead.terminal.Confirmation;
import dev.stead.type.v1.Money;
import java.time.Instant;
import java.util.Currency;

/** Says things in one line. */
final class Describe {
    private Describe() {}

    static String of(Confirmation confirmation) {
        return switch (confirmation) {
            case Confirmation.Done(Execution execution)
            when execution.hasAmount() ->
                "paid " + of(execution.getAmount()) + " (settlement " + execution.getSettlementId() + ")";
            case Confirmation.Done(Execution execution) -> "done (execution " + execution.getExecutionId() + ")";
            case Confirmation.Collect(Execution execution) ->
                "collect it: %s, code %s (execution %s; then report it)"
                        .formatted(
                                execution.getCollectionPoint().getLabel(),
                                execution.getCollectionPoint().getCollectionCode(),
                                execution.getExecutionId());
            case Confirmation.Failed(Execution execution) -> "failed: " + execution.getFailureReason();
            case Confirmation.Refused(String reason, String message) -> "refused: " + reason + ": " + message;
            case Confirmation.Unknown(String requestId) -> "not known yet (request " + requestId + ")";
        };
    }

    static ExitCode exit(Confirmation confirmation) {
        return switch (confirmation) {
            case Confirmation.Done done -> ExitCode.DONE;
            case Confirmation.Collect collect -> ExitCode.DONE;
            case Confirmation.Failed failed -> ExitCode.NOT;
            case Confirmation.Refused refused -> ExitCode.NOT;
            case Confirmation.Unknown unknown -> ExitCode.UNKNOWN;
        };
    }

    static String of(EligibleTask task) {
        String what = task.getKind() == TaskKind.TASK_KIND_PAYMENT ? "pay " + of(task.getAmount()) : "collect";
        return "%s  %s for %s: %s at %s, until %s"
                .formatted(
                        task.getTaskId(),
                        what,
                        task.getDelegatorName(),
                        task.getOrderDescription(),
                        task.getMerchantName(),
                        Instant.ofEpochSecond(task.getWindowCloseTime().getSeconds()));
    }

    /** Such as "12.50 EUR": the minor units as the currency has them. */
    static String of(Money money) {
        int digits = Math.max(0, Currency.getInstance(money.getCurrencyCode()).getDefaultFractionDigits());
        return java.math.BigDecimal.valueOf(money.getMinorUnits(), digits).toPlainString() + " "
                + money.getCurrencyCode();
    }
}
