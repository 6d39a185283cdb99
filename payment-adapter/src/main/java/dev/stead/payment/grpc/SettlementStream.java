package dev.stead.payment.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.v1.WatchSettlementResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one watcher: versions only rise, and a slow reader skips versions, so that none are buffered. Ends by itself after a final
 * state. Thread-safe; never blocks.
 */
final class SettlementStream {
    private final ServerCallStreamObserver<WatchSettlementResponse> out;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private SettlementFeed.@Nullable Watch watch;

    @GuardedBy("lock")
    private @Nullable Settlement latest;

    @GuardedBy("lock")
    private long sentVersion;

    @GuardedBy("lock")
    private boolean ended;

    SettlementStream(ServerCallStreamObserver<WatchSettlementResponse> out) {
        this.out = out;
    }

    /** Takes ownership of the watch: it is closed when either side ends the stream. */
    void start(SettlementFeed.Watch ownWatch) {
        lock.lock();
        try {
            watch = ownWatch;
        } finally {
            lock.unlock();
        }
        out.setOnReadyHandler(this::send);
        out.setOnCancelHandler(this::end);
    }

    /** Offers a version, which may be old. */
    void offer(Settlement settlement) {
        lock.lock();
        try {
            if (latest == null || settlement.version() > latest.version()) {
                latest = settlement;
            }
        } finally {
            lock.unlock();
        }
        send();
    }

    private void send() {
        lock.lock();
        try {
            if (ended || latest == null || latest.version() <= sentVersion || !out.isReady()) {
                return;
            }
            sentVersion = latest.version();
            out.onNext(WatchSettlementResponse.newBuilder()
                    .setSettlement(Replies.settlement(latest))
                    .build());
            if (latest.state().isFinal()) {
                out.onCompleted();
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            if (watch != null) {
                watch.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
