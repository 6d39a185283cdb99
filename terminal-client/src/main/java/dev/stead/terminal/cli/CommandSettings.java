package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.terminal.Deadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a command, and the connections opened from them. Every command reads all settings, so that a variable which only another
 * command uses is known, and a mistyped one is refused.
 *
 * @param gallery the gallery to search
 * @param journal the terminal's journal
 * @param quickDeadline for an identification or a look-up
 * @param device the file with the key of the terminal's capture device
 * @param connection whoever opened the settings closes it
 */
record CommandSettings(
        String gallery, Path journal, Duration quickDeadline, Optional<Path> device, Connector.Connection connection) {
    static CommandSettings open(CommandEnvironment environment, Settings settings) {
        String gallery = settings.text("STEAD_GALLERY", "people", "the gallery to search");
        Path journal = Path.of(settings.text(
                "STEAD_JOURNAL",
                ".stead/terminal/journal",
                "the file in which the terminal records its requests before it sends them"));
        // A command has just started and is cold; the standard 500 ms are for a terminal that stays up.
        Duration quickDeadline = settings.duration(
                "STEAD_QUICK_DEADLINE", Duration.ofSeconds(3), "the deadline of an identification or a look-up");
        Optional<Path> device =
                settings.file("STEAD_DEVICE_KEY", "JWK file with the key of the terminal's capture device");
        Connector.Connection connection = environment.connector().open(settings);
        try {
            settings.refuseUnknown();
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
        return new CommandSettings(gallery, journal, quickDeadline, device, connection);
    }

    Deadlines deadlines() {
        Deadlines standard = Deadlines.STANDARD;
        return new Deadlines(
                quickDeadline, quickDeadline, standard.attempt(), standard.total(), standard.retryInterval());
    }
}
