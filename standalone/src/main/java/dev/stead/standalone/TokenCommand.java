package dev.stead.standalone;

import dev.stead.mesh.security.PersonIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stands in for an identity provider: signs a token of a person. */
@Command(
        name = "token",
        description = "Prints a bearer token with which a person calls the services of a home for seven days.",
        footer = {"", "Examples:", "  ./stead token ada", "  ./stead token 'auth0|5f7c' --home /tmp/stead"},
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private final InstantSource clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "the person: the subject of the token")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--home",
            defaultValue = ".stead",
            description = "folder of the keys with which the services check tokens (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    TokenCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (!PersonIds.isSubject(name)) {
            throw new ParameterException(spec.commandLine(), "NAME must have " + PersonIds.SUBJECT_RULE);
        }
        if (!Files.exists(folder.resolve("keys"))) {
            throw new IllegalStateException(
                    "there are no keys in " + folder + ": name the folder of ./stead up or ./stead home with --home");
        }
        System.out.println(Home.open(folder, clock).token(name));
        return 0;
    }
}
