package dev.stead.matcher.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.task.v1.Ring;
import dev.stead.task.v1.RingServiceGrpc.RingServiceImplBase;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription to a task service that sends, ends and fails as the test says. */
class RingSubscriptionTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");

    private final BlockingQueue<Watch> watches = new LinkedBlockingQueue<>();
    private final PublishedRings rings = new PublishedRings(
            new SearchScopes(Rings.Scope.RING_THEN_ALL, Map.of()), Duration.ofMinutes(1), InstantSource.system());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Server server;
    private final ManagedChannel channel;
    private final RingSubscription subscription;

    private record Watch(String after, StreamObserver<WatchRingsResponse> out) {}

    RingSubscriptionTest() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .addService(new RingServiceImplBase() {
                    @Override
                    public void watchRings(WatchRingsRequest request, StreamObserver<WatchRingsResponse> out) {
                        watches.add(new Watch(request.getAfterPosition(), out));
                    }
                })
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).build();
        subscription = RingSubscription.start(channel, rings, registry);
    }

    @AfterEach
    void stop() {
        subscription.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void ringsAreAsTheTaskServiceSaysAndFollowIt() throws Exception {
        Watch watch = nextWatch();
        assertThat(watch.after()).isEmpty();
        watch.out().onNext(message("p:1", true, ring(ADA)));
        awaitRing(Set.of(ADA));
        watch.out().onNext(message("p:2", false, ring(ADA, BOB)));
        awaitRing(Set.of(ADA, BOB));
        assertThat(registry.get("stead_rings").gauge().value()).isOne();
        assertThat(registry.get("stead_rings_age").gauge().value()).isLessThan(10);
    }

    @Test
    void aStreamThatEndsOrFailsIsOpenedAgainWhereItStopped() throws Exception {
        Watch first = nextWatch();
        first.out().onNext(message("p:7", true, ring(ADA)));
        awaitRing(Set.of(ADA));
        first.out().onCompleted();

        Watch second = nextWatch();
        assertThat(second.after()).isEqualTo("p:7");
        second.out().onError(Status.UNAVAILABLE.asRuntimeException());

        Watch third = nextWatch();
        assertThat(third.after()).isEqualTo("p:7");
        awaitRing(Set.of(ADA));
        third.out().onNext(message("p:8", false, ring(BOB)));
        awaitRing(Set.of(BOB));
    }

    @Test
    void anotherProcessSendsAllAndHalfOfItChangesNothing() throws Exception {
        Watch first = nextWatch();
        first.out().onNext(message("p:7", true, ring(ADA)));
        awaitRing(Set.of(ADA));
        first.out().onCompleted();

        Watch second = nextWatch();
        second.out().onNext(message("", true, ring(BOB)));
        second.out().onCompleted();

        Watch third = nextWatch();
        assertThat(third.after()).as("what broke off is not a position").isEqualTo("p:7");
        assertThat(ring()).contains(Set.of(ADA));
    }

    private Watch nextWatch() throws InterruptedException {
        Watch watch = watches.poll(10, TimeUnit.SECONDS);
        assertThat(watch).as("a watch").isNotNull();
        return watch;
    }

    private void awaitRing(Set<SubjectId> expected) throws InterruptedException {
        for (int tries = 0; tries < 1_000 && !ring().equals(Optional.of(expected)); tries++) {
            Thread.sleep(10);
        }
        assertThat(ring()).contains(expected);
    }

    private Optional<Set<SubjectId>> ring() {
        return rings.around(new GalleryId("people"), CaptureSource.terminal("t-1"))
                .terminal();
    }

    private static WatchRingsResponse message(String position, boolean reset, Ring... of) {
        return WatchRingsResponse.newBuilder()
                .setPosition(position)
                .setReset(reset)
                .addAllRings(List.of(of))
                .build();
    }

    private static Ring ring(SubjectId... subjects) {
        return Ring.newBuilder()
                .setRingId("terminal/t-1")
                .addAllSubjectIds(
                        List.of(subjects).stream().map(SubjectId::value).toList())
                .build();
    }
}
