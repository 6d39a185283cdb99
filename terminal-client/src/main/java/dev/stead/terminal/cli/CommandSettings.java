package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.terminal.Deadlines;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a command is set to, its connections included. All of it is read by every command, so that a variable which only another one uses is known,
 * and a mistyped one is refused.
 *
 * @param gallery that is searched
 * @param journal the terminal's own
 * @param quick how long an identification or a look-up may take
 */
record CommandSettings(String gallery, Path journal, Duration quick, Connector.Connection connection) {
    static CommandSettings open(CommandEnvironment world, Settings settings) {
        String gallery = settings.text("STEAD_GALLERY", "people", "the gallery that is searched");
        Path journal = Path.of(
                settings.text("STEAD_JOURNAL", ".stead/terminal/journal", "the file of the terminal's own intentions"));
        // A command has just started, cold: the standard 500 ms are for a terminal that stays up.
        Duration quick = settings.duration(
                "STEAD_QUICK_DEADLINE", Duration.ofSeconds(3), "how long an identification or a look-up may take");
        Connector.Connection connection = world.connector().open(settings);
        try {
            settings.refuseUnknown();
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
        return new CommandSettings(gallery, journal, quick, connection);
    }

    Deadlines deadlines() {
        Deadlines standard = Deadlines.STANDARD;
        return new Deadlines(quick, quick, standard.settle(), standard.patience(), standard.retry());
    }
}
