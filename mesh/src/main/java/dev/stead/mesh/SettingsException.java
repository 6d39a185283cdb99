package dev.stead.mesh;

/** A setting that is missing, malformed, out of range, unknown or unusable. The message names the setting, the reason and the fix, in one line. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
