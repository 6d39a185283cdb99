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
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code ./stead reconcile}: has a running payment adapter compare a day, as an operator, and prints the breaks. */
public final class ReconcileMain {
    private static final int NO_BREAKS = 0;
    private static final int BREAKS = 1;
    private static final int USAGE_ERROR = 2;
    private static final int CALL_FAILED = 3;
    private static final long TIMEOUT_MINUTES = 10;
    private static final DateTimeFormatter DAY = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final String HELP = """
            usage: ./stead reconcile DAY

            Compares the settlements created on a day (UTC) with the journal and with the provider's statement, and
            lists the breaks (what differs). Changes nothing. Connects as an operator to STEAD_PAYMENT_ADDRESS with
            the certificate in STEAD_TLS_*.

              ./stead reconcile 2026-11-24

            Exit codes: 0 no breaks, 1 breaks, 2 wrong arguments or settings, 3 the call failed.""";

    private ReconcileMain() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, Settings.environment(), System.out, System.err));
    }

    static int run(String[] arguments, Settings settings, PrintStream out, PrintStream err) {
        if (arguments.length != 1 || arguments[0].equals("--help") || arguments[0].equals("-h")) {
            boolean isHelp = arguments.length == 1;
            (isHelp ? out : err).println(HELP);
            return isHelp ? NO_BREAKS : USAGE_ERROR;
        }
        try {
            LocalDate day = LocalDate.parse(arguments[0], DAY);
            ChannelConfig config = ChannelConfig.from(settings, "PAYMENT", "localhost:7103", "service/payment");
            ManagedChannel channel = Channels.open(config);
            try {
                return compare(day, ReconciliationServiceGrpc.newBlockingStub(channel), out);
            } finally {
                channel.shutdownNow();
            }
        } catch (DateTimeParseException e) {
            err.println("stead: the day must be a date such as 2026-11-24");
            return USAGE_ERROR;
        } catch (SettingsException e) {
            err.println("stead: " + e.getMessage());
            return USAGE_ERROR;
        } catch (StatusRuntimeException e) {
            err.println("stead: the payment adapter answered " + e.getStatus().getCode() + ": "
                    + e.getStatus().getDescription());
            return CALL_FAILED;
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
                adapter.withDeadlineAfter(TIMEOUT_MINUTES, TimeUnit.MINUTES).reconcile(request);
        while (answers.hasNext()) {
            var answer = answers.next();
            answer.getBreaksList().forEach(one -> out.println(line(one)));
            summary = answer.hasSummary() ? answer.getSummary() : summary;
        }
        out.printf(
                Locale.ROOT,
                "%s: %,d settlements (%,d open), %,d refunds, %,d movements at the provider%n",
                day,
                summary.getSettlementCount(),
                summary.getOpenCount(),
                summary.getRefundCount(),
                summary.getMovementCount());
        for (BreakCount count : summary.getBreaksByKindList()) {
            out.printf(Locale.ROOT, "%8d  %s%n", count.getCount(), name(count.getKind()));
        }
        out.println(summary.getBreakCount() == 0 ? "no breaks" : summary.getBreakCount() + " breaks");
        return summary.getBreakCount() == 0 ? NO_BREAKS : BREAKS;
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
