package dev.stead.terminal;

import io.grpc.Channel;
import io.grpc.ManagedChannel;

/**
 * The channels to the three services, opened and closed by the caller; each already carries the caller's identity (TLS certificate).
 *
 * @param matcher to the matcher
 * @param tasks to the task service
 * @param payment to the payment adapter; terminals never use it
 */
public record ServiceChannels(Channel matcher, Channel tasks, Channel payment) {
    /** Connects ahead of the first call: the handshake is not to be part of the first person's wait. */
    void connect() {
        for (Channel channel : new Channel[] {matcher, tasks}) {
            if (channel instanceof ManagedChannel managed) {
                managed.getState(true);
            }
        }
    }
}
