package dev.stead.payment;

import com.google.protobuf.Timestamp;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.payment.v1.Break;
import dev.stead.payment.v1.BreakCount;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.ReconciliationSummary;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.TimeUnit;

/** {@code ./stead reconcile}: asks a running payment adapter to compare a day, as an operator, and prints what differs. */
public final class ReconcileMain {
    private static final int AGREES = 0;
    private static final int DIFFERS = 1;
    private static final int WRONG_WORDS = 2;
    private static final int NO_ANSWER = 3;
    private static final long LONGEST_MINUTES = 10;
    private static final String HELP = """
            usage: ./stead reconcile DAY

            Compares the settlements asked for on a day (UTC) with the journal and the provider's statement, and lists
            what differs. It changes nothing. Connects as an operator to STEAD_PAYMENT_ADDRESS with STEAD_TLS_*.

              ./stead reconcile 2026-11-24

            Exit codes: 0 all agree, 1 something differs, 2 wrong words or settings, 3 no answer.""";

    private ReconcileMain() {}

    /** Compares. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Settings.environment(), System.out, System.err));
    }

    static int run(String[] arguments, Settings settings, PrintStream out, PrintStream err) {
        if (arguments.length != 1 || arguments[0].equals("--help") || arguments[0].equals("-h")) {
            boolean asked = arguments.length == 1;
            (asked ? out : err).println(HELP);
            return asked ? AGREES : WRONG_WORDS;
        }
        try {
            LocalDate day = LocalDate.parse(arguments[0]);
            ChannelConfig config = ChannelConfig.from(settings, "PAYMENT", "localhost:7103", "service/payment");
            ManagedChannel channel = Channels.open(config);
            try {
                return compare(day, ReconciliationServiceGrpc.newBlockingStub(channel), out);
            } finally {
                channel.shutdownNow();
            }
        } catch (DateTimeParseException e) {
            err.println("stead: the day must be written like 2026-11-24");
            return WRONG_WORDS;
        } catch (SettingsException e) {
            err.println("stead: " + e.getMessage());
            return WRONG_WORDS;
        } catch (StatusRuntimeException e) {
            err.println("stead: the payment adapter answered " + e.getStatus().getCode() + ": "
                    + e.getStatus().getDescription());
            return NO_ANSWER;
        }
    }

    static int compare(
            LocalDate day, ReconciliationServiceGrpc.ReconciliationServiceBlockingStub adapter, PrintStream out) {
        var request = ReconcileRequest.newBuilder()
                .setFromTime(time(day.atStartOfDay().toInstant(ZoneOffset.UTC)))
                .setUntilTime(time(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)))
                .build();
        var summary = ReconciliationSummary.getDefaultInstance();
        var answers =
                adapter.withDeadlineAfter(LONGEST_MINUTES, TimeUnit.MINUTES).reconcile(request);
        while (answers.hasNext()) {
            var answer = answers.next();
            answer.getBreaksList().forEach(one -> out.println(line(one)));
            summary = answer.hasSummary() ? answer.getSummary() : summary;
        }
        out.printf(
                "%s: %,d settlements (%,d open), %,d refunds, %,d movements at the provider%n",
                day,
                summary.getSettlementCount(),
                summary.getOpenCount(),
                summary.getRefundCount(),
                summary.getMovementCount());
        for (BreakCount count : summary.getBreaksByKindList()) {
            out.printf("%8d  %s%n", count.getCount(), name(count.getKind()));
        }
        out.println(summary.getBreakCount() == 0 ? "all agree" : summary.getBreakCount() + " differences");
        return summary.getBreakCount() == 0 ? AGREES : DIFFERS;
    }

    private static String line(Break one) {
        return String.format(
                "%-20s %-40s here: %s; there: %s", name(one.getKind()), one.getKey(), one.getHere(), one.getThere());
    }

    private static String name(Break.Kind kind) {
        return kind.name().substring("KIND_".length());
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder().setSeconds(instant.getEpochSecond()).build();
    }
}
