package dev.stead.mesh;

/** A setting that is missing, malformed, out of range or unknown. The message names the key, the reason and the fix. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
