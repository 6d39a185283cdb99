package dev.stead.standalone;

import picocli.CommandLine.Option;

/** The addresses of the services of a mesh. */
final class AddressOptions {
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
        return new Ports(port(matcher), port(task), port(payment));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
