package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestServer;
import dev.stead.payment.v1.Break;
import dev.stead.payment.v1.BreakCount;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.ReconcileResponse;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.ReconciliationSummary;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./stead reconcile} asks for, and how it prints the answer. */
class ReconcileOutputTest {
    private final List<ReconcileRequest> asked = new ArrayList<>();

    private final class Adapter extends ReconciliationServiceGrpc.ReconciliationServiceImplBase {
        private final ReconciliationSummary summary;

        Adapter(ReconciliationSummary summary) {
            this.summary = summary;
        }

        @Override
        public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> out) {
            asked.add(request);
            if (summary.getBreakCount() > 0) {
                out.onNext(ReconcileResponse.newBuilder()
                        .addBreaks(Break.newBuilder()
                                .setKind(Break.Kind.KIND_LATE)
                                .setKey("key-1")
                                .setHere("SETTLED 1.00 EUR")
                                .setThere("CAPTURED 1.00 EUR"))
                        .build());
            }
            out.onNext(ReconcileResponse.newBuilder().setSummary(summary).build());
            out.onCompleted();
        }
    }

    private String print(ReconciliationSummary summary, int code) {
        var bytes = new ByteArrayOutputStream();
        try (TestServer server = TestServer.start(List.of(), new Adapter(summary))) {
            var stub = ReconciliationServiceGrpc.newBlockingStub(server.as(new Caller.Operator("ada")));
            int exit = ReconcileMain.compare(
                    LocalDate.parse("2026-11-24"), stub, new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertThat(exit).isEqualTo(code);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyFigureStandsAtItsWord() {
        var summary = ReconciliationSummary.newBuilder()
                .setSettlementCount(1_001)
                .setOpenCount(2)
                .setRefundCount(3)
                .setMovementCount(4)
                .setBreakCount(5)
                .addBreaksByKind(
                        BreakCount.newBuilder().setKind(Break.Kind.KIND_LATE).setCount(5))
                .build();

        assertThat(print(summary, 1).lines())
                .containsExactly(
                        "LATE                 key-1                                    here: SETTLED 1.00 EUR; there:"
                                + " CAPTURED 1.00 EUR",
                        "2026-11-24: 1,001 settlements (2 open), 3 refunds, 4 movements at the provider",
                        "       5  LATE",
                        "5 breaks");
        assertThat(asked.getFirst().getFromTime().getSeconds())
                .isEqualTo(Instant.parse("2026-11-24T00:00:00Z").getEpochSecond());
        assertThat(asked.getFirst().getUntilTime().getSeconds())
                .isEqualTo(Instant.parse("2026-11-25T00:00:00Z").getEpochSecond());
    }

    @Test
    void aDayWithoutBreaksSaysSoAndExitsWithZero() {
        assertThat(print(
                        ReconciliationSummary.newBuilder().setSettlementCount(7).build(), 0))
                .contains("7 settlements (0 open)")
                .endsWith("no breaks" + System.lineSeparator());
    }
}
