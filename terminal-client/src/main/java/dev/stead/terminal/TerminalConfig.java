package dev.stead.terminal;

import java.nio.file.Path;

/**
 * What a terminal is.
 *
 * @param galleryId the gallery that it searches
 * @param journal the file of its own intentions; on a disk that keeps what was synced, one terminal a file
 * @param deadlines how long it waits
 */
public record TerminalConfig(String galleryId, Path journal, Deadlines deadlines) {
    /** With the standard deadlines. */
    public TerminalConfig(String galleryId, Path journal) {
        this(galleryId, journal, Deadlines.STANDARD);
    }
}
