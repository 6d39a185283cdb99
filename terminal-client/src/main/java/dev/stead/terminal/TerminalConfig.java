package dev.stead.terminal;

import dev.stead.mesh.capture.DeviceKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of a terminal.
 *
 * @param galleryId the gallery to search
 * @param journal the file in which the terminal records its requests before it sends them; one file per terminal, on a durable disk
 * @param deadlines how long the terminal waits
 * @param device what signs its captures; a matcher answers without it only if it is told to ({@code STEAD_CAPTURE=optional})
 */
public record TerminalConfig(String galleryId, Path journal, Deadlines deadlines, Optional<DeviceKey> device) {
    /** With the standard deadlines, and without a capture device. */
    public TerminalConfig(String galleryId, Path journal) {
        this(galleryId, journal, Deadlines.STANDARD, Optional.empty());
    }

    /** With this capture device. */
    public TerminalConfig capturingWith(DeviceKey key) {
        return new TerminalConfig(galleryId, journal, deadlines, Optional.of(key));
    }
}
