package dev.stead.terminal.cli;

import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.TaskKind;
import dev.stead.terminal.Confirmation;
import dev.stead.type.v1.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/** Describes the outcomes and the tasks of the contract in one line each. */
final class Describe {
    private Describe() {}

    static String of(Confirmation confirmation) {
        return switch (confirmation) {
            case Confirmation.Done(Execution execution)
            when execution.hasAmount() ->
                "paid " + of(execution.getAmount()) + " (settlement " + execution.getSettlementId() + ")";
            case Confirmation.Done(Execution execution) -> "done (execution " + execution.getExecutionId() + ")";
            case Confirmation.Collect(Execution execution) ->
                "collect it at: %s, code %s (execution %s; report it afterwards)"
                        .formatted(
                                execution.getCollectionPoint().getLabel(),
                                execution.getCollectionPoint().getCollectionCode(),
                                execution.getExecutionId());
            case Confirmation.Failed(Execution execution) -> "failed: " + execution.getFailureReason();
            case Confirmation.Refused(String reason, String message) -> "refused: " + reason + ": " + message;
            case Confirmation.Unknown(String requestId) -> "the outcome is not known yet (request " + requestId + ")";
        };
    }

    static ExitCode exitCode(Confirmation confirmation) {
        return switch (confirmation) {
            case Confirmation.Done done -> ExitCode.DONE;
            case Confirmation.Collect collect -> ExitCode.DONE;
            case Confirmation.Failed failed -> ExitCode.NO;
            case Confirmation.Refused refused -> ExitCode.NO;
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

    /** Such as {@code 12.50 EUR}, with as many decimals as the currency has. */
    static String of(Money money) {
        int digits = Math.max(0, Currency.getInstance(money.getCurrencyCode()).getDefaultFractionDigits());
        return BigDecimal.valueOf(money.getMinorUnits(), digits).toPlainString() + " " + money.getCurrencyCode();
    }
}
