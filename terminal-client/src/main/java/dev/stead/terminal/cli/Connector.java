package dev.stead.terminal.cli;

import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ManagedChannel;

/** Opens connections to the three services; tests have their own. */
public interface Connector {
    /** Opens the channels; none connects before its first call. */
    Connection open(Settings settings);

    /** Opens channels over the network, to the addresses and with the TLS files of the settings. */
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
     * Open channels.
     *
     * @param onClose closes them
     */
    record Connection(ServiceChannels channels, Runnable onClose) implements AutoCloseable {
        @Override
        public void close() {
            onClose.run();
        }
    }
}
