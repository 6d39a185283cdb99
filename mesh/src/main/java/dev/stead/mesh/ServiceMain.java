package dev.stead.mesh;

import java.io.PrintStream;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The main method of a service: reads its configuration, runs it until the process is asked to stop, and tells a person in one line
 * what is wrong with the configuration. Whatever is unexpected is rethrown.
 */
public final class ServiceMain {
    /**
     * The exit code of a service that refuses to start: a setting, or what it names (a file, a port, a database), cannot be used. The
     * EX_CONFIG of BSD's sysexits.h.
     */
    public static final int EX_CONFIG = 78;

    private static final int OK = 0;

    private ServiceMain() {}

    /**
     * Runs a service, and ends the process if its configuration is refused.
     *
     * @param configuration reads every setting; those that it does not read are refused
     * @param service runs until it is stopped; gives what it opens to the lifecycle, which SIGTERM and SIGINT close
     */
    public static <C> void run(Function<Settings, C> configuration, BiConsumer<C, Lifecycle> service) {
        PrivateProcess.begin();
        int code = run(Settings.environment(), configuration, service, System.err);
        if (code != OK) {
            System.exit(code);
        }
    }

    static <C> int run(
            Settings settings, Function<Settings, C> configuration, BiConsumer<C, Lifecycle> service, PrintStream err) {
        try (var lifecycle = new Lifecycle()) {
            C config = configuration.apply(settings);
            settings.refuseUnknown();
            lifecycle.closeOnSignal();
            service.accept(config, lifecycle);
            return OK;
        } catch (SettingsException | ProblemException refused) {
            err.println("stead: " + inOneLine(String.valueOf(refused.getMessage())));
            return EX_CONFIG;
        }
    }

    private static String inOneLine(String message) {
        return message.lines().map(String::strip).collect(Collectors.joining(" "));
    }
}
