package dev.stead.terminal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.time.Environment;
import dev.stead.terminal.sample.SampleProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Checks docs/terminal.md, and the examples of the help, against the program. */
class TerminalPageTest {
    private static final Path PAGE = Path.of("../docs/terminal.md");

    @Test
    void everyCommandOfThePageIsValid() throws IOException {
        List<String> commands = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("./stead "))
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        commands.forEach(TerminalPageTest::isValid);
    }

    @Test
    void everyExampleOfTheHelpIsValid() {
        for (String command : List.of(
                "identify", "tasks", "confirm", "enrol", "duplicates", "simulate", "pad-report", "audit", "evidence")) {
            StringWriter out = new StringWriter();
            assertThat(Cli.run(environment(out, new StringWriter()), command, "--help"))
                    .isZero();
            List<String> examples = out.toString()
                    .lines()
                    .filter(line -> line.startsWith("  ./stead "))
                    .flatMap(
                            line -> Arrays.stream(line.replaceFirst("\\(.*", "").split("&&", -1)))
                    .map(String::strip)
                    .toList();
            assertThat(examples).as(command).hasSizeGreaterThan(1);
            examples.forEach(TerminalPageTest::isValid);
        }
    }

    @Test
    void theReasonsOfThePageAreThoseOfTheProgram() throws IOException {
        String page = Files.readString(PAGE);
        for (SampleProblem problem : SampleProblem.values()) {
            assertThat(page).contains("| `" + problem + "` | " + problem.meaning() + " |");
        }
    }

    private static void isValid(String command) {
        StringWriter err = new StringWriter();
        // --help does nothing else, but an unknown option is still refused.
        String[] arguments = (command.substring("./stead ".length()) + " --help").split(" ", -1);
        assertThat(Cli.run(environment(new StringWriter(), err), arguments))
                .as("%s: %s", command, err)
                .isZero();
    }

    @Test
    void theExitCodesOfThePageAreThoseOfTheProgram() throws IOException {
        String page = Files.readString(PAGE);
        for (ExitCode exit : ExitCode.values()) {
            assertThat(page).contains("| " + exit.code() + " | " + exit.meaning() + " |");
        }
    }

    private static CommandEnvironment environment(StringWriter out, StringWriter err) {
        Connector nowhere = settings -> {
            throw new AssertionError("--help connects to nothing");
        };
        Environment timeAndRandom = new Environment(InstantSource.system(), new Random(1));
        return new CommandEnvironment(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                Map.of(),
                timeAndRandom,
                System::nanoTime,
                nowhere);
    }
}
