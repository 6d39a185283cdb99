package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.TaskError;

/**
 * One condition of a task, judged.
 *
 * @param explanation why, for people
 */
public record Condition(Name name, boolean holds, String explanation) {

    /** The conditions in the order in which they are checked. */
    public enum Name {
        STATE(TaskError.TASK_NOT_READY),
        ENROLMENT(TaskError.ENROLMENT_CHANGED),
        TERMINAL(TaskError.TERMINAL_NOT_ACTIVE),
        WINDOW(TaskError.OUTSIDE_WINDOW),
        PLACE(TaskError.OUTSIDE_PLACE),
        MERCHANT(TaskError.WRONG_MERCHANT),
        ORDER(TaskError.ORDER_STATE_FORBIDS),
        AMOUNT(TaskError.AMOUNT_OVER_LIMIT),
        USES(TaskError.USES_EXHAUSTED),
        PAD(TaskError.PAD_TOO_LOW),
        PAYEE(TaskError.MERCHANT_NOT_ALLOWED),
        ORDER_KIND(TaskError.ORDER_KIND_NOT_ALLOWED),
        NOT_BEFORE(TaskError.DELEGATE_COOLING_OFF),
        BUDGET(TaskError.BUDGET_EXHAUSTED),
        PERIOD(TaskError.PERIOD_LIMIT_REACHED),
        CONSTRAINT(TaskError.CONSTRAINT_UNKNOWN),
        APPROVAL(TaskError.APPROVAL_REQUIRED);

        private final TaskError refusal;

        Name(TaskError refusal) {
            this.refusal = refusal;
        }

        /** The error if it does not hold. */
        public TaskError refusal() {
            return refusal;
        }
    }
}
