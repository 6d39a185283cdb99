package dev.stead.benchmarks.accuracy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.mesh.time.PeriodicTask;
import dev.stead.task.v1.Ring;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Stands in for the task service: publishes rings, and confirms them every few seconds. Owns its server and its thread. Thread-safe. */
final class RingPublisher extends RingServiceGrpc.RingServiceImplBase implements AutoCloseable {
    private static final Duration CONFIRM_EVERY = Duration.ofSeconds(3);
    /** Ids of one message: far below what a channel takes. */
    private static final int IDS_PER_MESSAGE = 10_000;

    private static final String POSITION = "1";

    private final Server server;
    private final PeriodicTask confirmation;

    @GuardedBy("this")
    private final List<StreamObserver<WatchRingsResponse>> watching = new ArrayList<>();

    @GuardedBy("this")
    private List<Ring> rings = List.of();

    private RingPublisher() throws IOException {
        server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .addService(this)
                .build()
                .start();
        confirmation = new PeriodicTask("confirm-rings", failure -> {})
                .startWithFixedDelay(CONFIRM_EVERY, CONFIRM_EVERY, this::confirm);
    }

    static RingPublisher start() throws IOException {
        return new RingPublisher();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** These replace all others. */
    synchronized void publish(List<Ring> all) {
        rings = List.copyOf(all);
        watching.forEach(this::sendAll);
    }

    @Override
    public synchronized void watchRings(WatchRingsRequest request, StreamObserver<WatchRingsResponse> out) {
        watching.add(out);
        sendAll(out);
    }

    @GuardedBy("this")
    private void sendAll(StreamObserver<WatchRingsResponse> out) {
        out.onNext(WatchRingsResponse.newBuilder().setReset(true).build());
        WatchRingsResponse.Builder next = WatchRingsResponse.newBuilder();
        int ids = 0;
        for (Ring ring : rings) {
            next.addRings(ring);
            ids += ring.getSubjectIdsCount();
            if (ids >= IDS_PER_MESSAGE) {
                out.onNext(next.build());
                next.clear();
                ids = 0;
            }
        }
        out.onNext(next.setPosition(POSITION).build());
    }

    private synchronized void confirm() {
        watching.removeIf(out -> !isConfirmed(out));
    }

    /** A watcher that is gone is forgotten. */
    private static boolean isConfirmed(StreamObserver<WatchRingsResponse> out) {
        try {
            out.onNext(WatchRingsResponse.newBuilder().setPosition(POSITION).build());
            return true;
        } catch (RuntimeException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        confirmation.close();
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
