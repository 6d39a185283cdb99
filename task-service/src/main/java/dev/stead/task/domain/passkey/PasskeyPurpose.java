package dev.stead.task.domain.passkey;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.TaskId;

/** The one thing that a signature with a passkey is for. */
public sealed interface PasskeyPurpose {

    /** That a new passkey is this person's. */
    record Registration() implements PasskeyPurpose {}

    /**
     * That another passkey of the same person, which waits, is active now.
     *
     * @param publicKey of the one that waits
     */
    record Activation(PasskeyId passkeyId, String publicKey) implements PasskeyPurpose {}

    /** That a terminal does this task, for exactly this amount to this payee. */
    record Approval(TaskId taskId, Money amount, MerchantId payee) implements PasskeyPurpose {}

    /** The name under which it is stored and hashed. */
    default String name() {
        return switch (this) {
            case Registration _ -> "registration";
            case Activation _ -> "activation";
            case Approval _ -> "approval";
        };
    }

    /** The id of what it is about; empty for a registration. */
    default String object() {
        return switch (this) {
            case Registration _ -> "";
            case Activation(PasskeyId passkeyId, String _) -> passkeyId.value();
            case Approval(TaskId taskId, Money _, MerchantId _) -> taskId.value();
        };
    }

    /** Everything that is signed of it, a line each; no value has a line break. {@code docs/evidence.md} defines it. */
    default String terms() {
        return switch (this) {
            case Registration _ -> "";
            case Activation(PasskeyId passkeyId, String publicKey) ->
                "passkey " + passkeyId + "\nkey " + publicKey + "\n";
            case Approval(TaskId taskId, Money amount, MerchantId payee) ->
                "task " + taskId + "\namount " + amount.minorUnits() + " " + amount.currencyCode() + "\npayee " + payee
                        + "\n";
        };
    }
}
