package dev.stead.payment.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.domain.settlement.SettlementTerms;
import dev.stead.payment.v1.WatchSettlementResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a watcher is sent, however slowly it reads. */
class SettlementStreamTest {
    private static final SettlementId ID = new SettlementId("settlement");

    private final SettlementFeed feed = new SettlementFeed(1, _ -> {});
    private final Watcher watcher = new Watcher();
    private final SettlementStream stream = new SettlementStream(watcher);

    SettlementStreamTest() {
        stream.start(feed.watch(ID, stream::offer));
    }

    private static Settlement version(long version, SettlementState state) {
        var terms = new SettlementTerms(new AccountId("payer"), new AccountId("payee"), new Money("EUR", 77), "ref");
        var progress = new Settlement.Progress(
                state, Optional.empty(), new Money("EUR", 0), version, Instant.EPOCH, 0, Optional.empty());
        return new Settlement(ID, new UUID(1, 2), terms, progress, Instant.EPOCH);
    }

    private static Settlement version(long version) {
        return version(version, SettlementState.SETTLED);
    }

    @Test
    void aSlowWatcherIsSentNothingUntilItIsReadyAndThenOnlyTheLatest() {
        watcher.becomesReady();
        assertThat(watcher.versions).as("nothing is known yet").isEmpty();
        watcher.ready = false;
        stream.offer(version(1));
        stream.offer(version(3));
        stream.offer(version(2));
        assertThat(watcher.versions).isEmpty();

        watcher.becomesReady();

        assertThat(watcher.versions).containsExactly(3L);
    }

    @Test
    void aVersionIsSentOnceAndNoneBeforeIt() {
        watcher.ready = true;
        stream.offer(version(2));
        stream.offer(version(2));
        stream.offer(version(1));
        watcher.becomesReady();

        assertThat(watcher.versions).containsExactly(2L);
    }

    @Test
    void nothingFollowsTheFinalState() {
        watcher.ready = true;
        stream.offer(version(2, SettlementState.REFUNDED));
        stream.offer(version(3, SettlementState.REFUNDED));

        assertThat(watcher.versions).containsExactly(2L);
        assertThat(watcher.completions).isEqualTo(1);
        assertThat(feed.watched()).isEmpty();
    }

    @Test
    void whoHasLeftIsSentNothing() {
        watcher.ready = true;
        watcher.onCancel.run();
        stream.offer(version(1));

        assertThat(watcher.versions).isEmpty();
        assertThat(feed.watched()).isEmpty();
    }

    /** The far end of the call. */
    private static final class Watcher extends ServerCallStreamObserver<WatchSettlementResponse> {
        private final List<Long> versions = new ArrayList<>();
        private int completions;
        private boolean ready;
        private Runnable onReady = () -> {};
        private Runnable onCancel = () -> {};

        void becomesReady() {
            ready = true;
            onReady.run();
        }

        @Override
        public void onNext(WatchSettlementResponse answer) {
            versions.add(answer.getSettlement().getVersion());
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException("nothing fails here", failure);
        }

        @Override
        public void onCompleted() {
            completions++;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}
    }
}
