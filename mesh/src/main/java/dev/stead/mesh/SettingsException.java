package dev.stead.mesh;

/** A setting that cannot be used. The message is one line and names the setting, the reason and the fix. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
