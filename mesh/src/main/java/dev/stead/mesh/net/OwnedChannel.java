package dev.stead.mesh.net;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/** A channel that owns the TLS material it was opened with, and closes it at its shutdown. */
final class OwnedChannel extends ManagedChannel {
    private final ManagedChannel channel;
    private final AutoCloseable owned;

    OwnedChannel(ManagedChannel channel, AutoCloseable owned) {
        this.channel = channel;
        this.owned = owned;
    }

    @Override
    public ManagedChannel shutdown() {
        closeOwned();
        channel.shutdown();
        return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
        closeOwned();
        channel.shutdownNow();
        return this;
    }

    @Override
    public boolean isShutdown() {
        return channel.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return channel.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return channel.awaitTermination(timeout, unit);
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(MethodDescriptor<ReqT, RespT> method, CallOptions options) {
        return channel.newCall(method, options);
    }

    @Override
    public String authority() {
        return channel.authority();
    }

    @Override
    public ConnectivityState getState(boolean requestConnection) {
        return channel.getState(requestConnection);
    }

    @Override
    public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
        channel.notifyWhenStateChanged(source, callback);
    }

    @Override
    public void resetConnectBackoff() {
        channel.resetConnectBackoff();
    }

    @Override
    public void enterIdle() {
        channel.enterIdle();
    }

    private void closeOwned() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close what the channel owns", e);
        }
    }
}
