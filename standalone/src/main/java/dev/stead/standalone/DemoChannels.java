package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ManagedChannel;

/** Opens channels to a mesh as whoever has a certificate of its home. The channels belong to the lifecycle. */
record DemoChannels(Home home, Addresses addresses, Lifecycle lifecycle) {

    /** Channels to all services with the identity of somebody, such as {@code terminal/till-1}. */
    ServiceChannels as(String path) {
        return new ServiceChannels(
                channel(path, addresses.matcher(), "service/matcher"),
                channel(path, addresses.tasks(), "service/task"),
                channel(path, addresses.payment(), "service/payment"));
    }

    private ManagedChannel channel(String path, String address, String peer) {
        ManagedChannel channel = Channels.open(ChannelConfig.of(address, home.identity(path), peer));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}
