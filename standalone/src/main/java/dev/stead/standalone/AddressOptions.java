package dev.stead.standalone;

import picocli.CommandLine.Option;

/** Where the services of a mesh run. */
final class AddressOptions {
    @Option(
            names = "--matcher",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7101",
            description = "(default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String matcher;

    @Option(
            names = "--task",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7102",
            description = "(default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String task;

    @Option(
            names = "--payment",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:7103",
            description = "(default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String payment;

    Addresses addresses() {
        return new Addresses(matcher, task, payment);
    }

    Ports ports() {
        return new Ports(port(matcher), port(task), port(payment));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
