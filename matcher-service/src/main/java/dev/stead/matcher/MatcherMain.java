package dev.stead.matcher;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Settings;
import java.time.InstantSource;

/** Starts the matcher alone, from the environment; stops it when asked to. */
public final class MatcherMain {
    private MatcherMain() {}

    static void main() {
        MatcherConfig config = MatcherConfig.from(Settings.environment());
        var lifecycle = new Lifecycle();
        Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::close, "drain"));
        Matcher.start(config, InstantSource.system(), lifecycle).awaitTermination();
    }
}
