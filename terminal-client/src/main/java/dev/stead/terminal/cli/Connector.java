package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ManagedChannel;

/** Opens connections to the three services; tests put their own in its place. */
public interface Connector {
    /** Opens; nothing connects before the first call. */
    Connection open(Settings settings);

    /** Declares the settings of all three addresses. */
    static Connection overNetwork(Settings settings) {
        ManagedChannel matcher =
                Channels.open(ChannelConfig.from(settings, "MATCHER", "localhost:7101", "service/matcher"));
        ManagedChannel tasks = Channels.open(ChannelConfig.from(settings, "TASK", "localhost:7102", "service/task"));
        ManagedChannel payment =
                Channels.open(ChannelConfig.from(settings, "PAYMENT", "localhost:7103", "service/payment"));
        return new Connection(new ServiceChannels(matcher, tasks, payment), () -> {
            matcher.shutdownNow();
            tasks.shutdownNow();
            payment.shutdownNow();
        });
    }

    /**
     * Open connections.
     *
     * @param end closes them
     */
    record Connection(ServiceChannels services, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
