package dev.stead.terminal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.time.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks docs/terminal.md against the program. */
class TerminalPageTest {
    private static final Path PAGE = Path.of("../docs/terminal.md");

    @Test
    void everyCommandOfThePageIsValid() throws IOException {
        List<String> commands = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("./stead "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            StringWriter err = new StringWriter();
            // --help does nothing else, but an unknown option is still refused.
            String[] arguments = (command.substring(8) + " --help").split(" ", -1);
            assertThat(Cli.run(environment(err), arguments))
                    .as("%s: %s", command, err)
                    .isZero();
        }
    }

    @Test
    void theExitCodesOfThePageAreThoseOfTheProgram() throws IOException {
        String page = Files.readString(PAGE);
        for (ExitCode exit : ExitCode.values()) {
            assertThat(page).contains("| " + exit.code() + " | " + exit.meaning() + " |");
        }
    }

    private static CommandEnvironment environment(StringWriter err) {
        Connector nowhere = settings -> {
            throw new AssertionError("--help connects to nothing");
        };
        Environment timeAndRandom = new Environment(InstantSource.system(), new Random(1));
        PrintWriter nothing = new PrintWriter(new StringWriter());
        return new CommandEnvironment(
                nothing, new PrintWriter(err, true), false, Map.of(), timeAndRandom, System::nanoTime, nowhere);
    }
}
