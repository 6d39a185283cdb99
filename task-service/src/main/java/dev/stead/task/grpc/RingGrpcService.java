package dev.stead.task.grpc;

import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.TaskRings;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.WatchRingsRequest;
import dev.stead.task.v1.WatchRingsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matchers' watches of the rings. While there is one, a thread of its own refreshes the rings: soon after each change by this process,
 * and regularly, because windows open and close, and another process on the same database gives no signal here. Closing it ends all
 * watches. Thread-safe.
 */
public final class RingGrpcService extends RingServiceGrpc.RingServiceImplBase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingGrpcService.class);
    private static final int MAX_WATCHES = 64;
    private static final Duration PERIOD = Duration.ofMillis(250);
    /** One refresh for all changes meanwhile. */
    private static final Duration AFTER_CHANGE = Duration.ofMillis(50);
    /** A matcher hears of the rings every three seconds even if none changes; the contract promises five. */
    private static final int PERIODS_OF_SILENCE = 12;

    private final TaskRings rings;
    private final Set<RingWatch> watches = ConcurrentHashMap.newKeySet();
    private final Executor rounds =
            round -> Thread.ofVirtual().name("ring-round").start(round);
    // A signal while this is closed is of no interest, and no fault of whoever gives it.
    private final ScheduledThreadPoolExecutor refresher = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("rings").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;
    /** Here and below: only touched by the refresher. */
    private int periods;

    private boolean failing;

    public RingGrpcService(TaskRings rings, InboxSignal signal) {
        this.rings = rings;
        signal.subscribeToAll(() -> refreshIn(AFTER_CHANGE));
        var _ = refresher.scheduleWithFixedDelay(
                this::refreshRegularly, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void watchRings(WatchRingsRequest request, StreamObserver<WatchRingsResponse> out) {
        if (watches.size() >= MAX_WATCHES) {
            throw new TaskException(
                    TaskError.TOO_MANY_WATCHES, "there are at most " + MAX_WATCHES + " watches of rings; close one");
        }
        var stream = (ServerCallStreamObserver<WatchRingsResponse>) out;
        var watch = new RingWatch(request.getAfterPosition(), rings, stream, rounds);
        watches.add(watch);
        stream.setOnCancelHandler(() -> watches.remove(watch));
        stream.setOnCloseHandler(() -> watches.remove(watch));
        stream.setOnReadyHandler(watch::wake);
        if (closed) {
            watch.end();
        } else {
            refreshIn(Duration.ZERO);
        }
    }

    /** How many matchers watch. */
    public int watches() {
        return watches.size();
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(RingWatch::end);
        // A first read of everything may take long: it is not waited for.
        refresher.shutdownNow();
        refresher.close();
    }

    private void refreshIn(Duration delay) {
        if (!watches.isEmpty() && asked.compareAndSet(false, true)) {
            var _ = refresher.schedule(
                    () -> {
                        asked.set(false);
                        refresh(false);
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void refreshRegularly() {
        periods++;
        refresh(periods % PERIODS_OF_SILENCE == 0);
    }

    /** Watches hear of it only if it succeeds: silence tells a matcher that what it has grows old. */
    private void refresh(boolean say) {
        if (closed || watches.isEmpty()) {
            return;
        }
        try {
            Set<RingWatch> waiting = Set.copyOf(watches);
            rings.refresh();
            waiting.forEach(watch -> watch.refreshed(say));
            failing = false;
        } catch (RuntimeException failure) {
            if (!failing && !closed) {
                LOG.error("Could not refresh the rings; trying again until it succeeds", failure);
            }
            failing = true;
        }
    }
}
