package dev.stead.task.domain;

/**
 * A terminal, by the id that the operator gave it.
 *
 * @param value as {@link Require#id} checks it
 */
public record TerminalId(String value) {
    public TerminalId {
        Require.id("terminal_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
