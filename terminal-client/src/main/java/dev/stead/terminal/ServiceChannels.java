package dev.stead.terminal;

import io.grpc.Channel;
import io.grpc.ManagedChannel;

/**
 * Channels to the three services. The caller opens and closes them; each already has the caller's TLS certificate. One channel serves
 * any number of clients and threads.
 *
 * @param matcher to the matcher
 * @param tasks to the task service
 * @param payment to the payment adapter; a {@link SteadTerminal} never uses it
 */
public record ServiceChannels(Channel matcher, Channel tasks, Channel payment) {
    /** Starts to connect, so that the first person does not wait for the TLS handshake. */
    void connect() {
        for (Channel channel : new Channel[] {matcher, tasks}) {
            if (channel instanceof ManagedChannel managed) {
                managed.getState(true);
            }
        }
    }
}
