package dev.stead.terminal;

import java.nio.file.Path;

/**
 * The configuration of a terminal.
 *
 * @param galleryId the gallery to search
 * @param journal the file in which the terminal records its requests before it sends them; one file per terminal, on a durable disk
 * @param deadlines how long the terminal waits
 */
public record TerminalConfig(String galleryId, Path journal, Deadlines deadlines) {
    /** With the standard deadlines. */
    public TerminalConfig(String galleryId, Path journal) {
        this(galleryId, journal, Deadlines.STANDARD);
    }
}
