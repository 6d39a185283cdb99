package dev.stead.task.testing;

import dev.stead.task.v1.Ring;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A matcher that asks for messages one by one, and keeps the rings as the contract says. */
public final class RingFollower implements ClientResponseObserver<WatchRingsRequest, WatchRingsResponse> {
    public final BlockingQueue<WatchRingsResponse> read = new LinkedBlockingQueue<>();
    public final Map<String, List<String>> rings = new ConcurrentHashMap<>();
    public final CountDownLatch ended = new CountDownLatch(1);
    private final BlockingQueue<ClientCallStreamObserver<WatchRingsRequest>> calls = new LinkedBlockingQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile String position = "";

    /** After a position, and with room for so many messages. */
    public static RingFollower watch(TaskWorld world, String position, int messages) {
        var follower = new RingFollower();
        world.matcher()
                .watchRings(
                        WatchRingsRequest.newBuilder()
                                .setAfterPosition(position)
                                .build(),
                        follower);
        follower.ask(messages);
        return follower;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRingsRequest> call) {
        call.disableAutoRequestWithInitial(0);
        calls.add(call);
    }

    public void ask(int messages) {
        calls.element().request(messages);
    }

    public void hangUp() {
        calls.element().cancel("hung up", null);
    }

    @Override
    public void onNext(WatchRingsResponse message) {
        if (message.getReset()) {
            rings.clear();
        }
        for (Ring ring : message.getRingsList()) {
            rings.put(
                    ring.getRingId(), ring.getSubjectIdsList().stream().sorted().toList());
        }
        position = message.getPosition();
        read.add(message);
    }

    @Override
    public void onError(Throwable broken) {
        failure = broken;
        ended.countDown();
    }

    @Override
    public void onCompleted() {
        ended.countDown();
    }

    public String position() {
        return position;
    }

    /** With what the watch was refused or broken. */
    public Throwable failure() {
        return Objects.requireNonNull(failure);
    }

    public WatchRingsResponse next() throws InterruptedException {
        WatchRingsResponse message = read.poll(10, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message; the watch ended with " + failure);
        }
        return message;
    }

    /** Waits until the ring has these subjects. */
    public void await(String ringId, String... subjects) throws InterruptedException {
        List<String> expected = List.of(subjects);
        for (int i = 0; i < 1_000; i++) {
            if (expected.equals(rings.getOrDefault(ringId, List.of()))) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(ringId + " has " + rings.get(ringId) + " and not " + expected);
    }
}
