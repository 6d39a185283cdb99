package dev.stead.standalone;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The addresses of the services of a mesh. */
final class AddressOptions {
    private static final Pattern HOST_AND_PORT = Pattern.compile(".+:(\\d{1,5})");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--matcher",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7101",
            description = "address of the matcher (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String matcher;

    @Option(
            names = "--task",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7102",
            description = "address of the task service (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String task;

    @Option(
            names = "--payment",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7103",
            description = "address of the payment adapter (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String payment;

    Addresses addresses() {
        return new Addresses(matcher, task, payment);
    }

    Ports ports() {
        return new Ports(port("--matcher", matcher), port("--task", task), port("--payment", payment));
    }

    private int port(String option, String address) {
        Matcher matched = HOST_AND_PORT.matcher(address);
        if (!matched.matches()) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " must be HOST:PORT, such as localhost:7101, but is \"" + address + "\"");
        }
        return Integer.parseInt(matched.group(1));
    }
}
