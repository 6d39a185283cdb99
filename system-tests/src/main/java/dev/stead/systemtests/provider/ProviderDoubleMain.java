package dev.stead.systemtests.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** The provider double as a process: {@code port journal share-of-bad-calls seed}. */
public final class ProviderDoubleMain {
    private ProviderDoubleMain() {}

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        double bad = Double.parseDouble(arguments[2]);
        var random = new Random(Long.parseLong(arguments[3]));
        try (ProviderJournal journal = ProviderJournal.open(Path.of(arguments[1]));
                var provider = new ProviderDouble(port, journal, bad, random)) {
            provider.serve();
        }
    }
}
