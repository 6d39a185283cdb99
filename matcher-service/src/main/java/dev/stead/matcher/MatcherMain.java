package dev.stead.matcher;

import dev.stead.mesh.ServiceMain;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Starts the matcher alone, from the environment; stops it when asked to. {@code create-template-key FILE} instead makes the
 * key-encryption key of a new store.
 */
public final class MatcherMain {
    private MatcherMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals("create-template-key")) {
            Matcher.createTemplateKey(Path.of(arguments[1]));
            return;
        }
        ServiceMain.run(
                MatcherConfig::from,
                (config, lifecycle) ->
                        Matcher.start(config, InstantSource.system(), lifecycle).awaitTermination());
    }
}
