package dev.stead.payment.grpc;

import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.v1.WatchSettlementResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's stream: versions only rise, and who reads slowly skips versions rather than making us keep them. Ends by itself after a
 * final state. Thread-safe; never blocks.
 */
final class SettlementStream {
    private final ServerCallStreamObserver<WatchSettlementResponse> out;
    private final ReentrantLock lock = new ReentrantLock();
    private SettlementFeed.@Nullable Watch watch;
    private @Nullable Settlement newest;
    private long sentVersion;
    private boolean ended;

    SettlementStream(ServerCallStreamObserver<WatchSettlementResponse> out) {
        this.out = out;
    }

    /** Takes over the watch and closes it when the stream ends, from whichever side. */
    void start(SettlementFeed.Watch itsWatch) {
        lock.lock();
        try {
            watch = itsWatch;
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
            if (newest == null || settlement.version() > newest.version()) {
                newest = settlement;
            }
        } finally {
            lock.unlock();
        }
        send();
    }

    private void send() {
        lock.lock();
        try {
            if (ended || newest == null || newest.version() <= sentVersion || !out.isReady()) {
                return;
            }
            sentVersion = newest.version();
            out.onNext(WatchSettlementResponse.newBuilder()
                    .setSettlement(Replies.settlement(newest))
                    .build());
            if (newest.state().isFinal()) {
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
