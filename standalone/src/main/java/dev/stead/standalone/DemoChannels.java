package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.terminal.ServiceChannels;
import io.grpc.ManagedChannel;

/** Opens channels to a mesh, with any identity that its home can issue. The lifecycle owns the channels. */
record DemoChannels(Home home, Addresses addresses, Lifecycle lifecycle) {

    /** Channels to all services with one identity, such as {@code terminal/till-1}. */
    ServiceChannels as(String identity) {
        return new ServiceChannels(
                channel(identity, addresses.matcher(), "service/matcher"),
                channel(identity, addresses.tasks(), "service/task"),
                channel(identity, addresses.payment(), "service/payment"));
    }

    private ManagedChannel channel(String identity, String address, String peer) {
        ManagedChannel channel = Channels.open(ChannelConfig.of(address, home.identity(identity), peer));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}
