package dev.stead.mesh.observe;

import io.grpc.Context;
import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a call, by W3C Trace Context (https://www.w3.org/TR/trace-context/): one trace id through all services, one span
 * id for each hop.
 */
public record TraceContext(String traceId, String spanId, String flags) {
    /** The trace of the current call; absent outside of one. */
    public static final Context.Key<TraceContext> KEY = Context.key("stead-trace");

    public static final Metadata.Key<String> HEADER = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private static final Pattern WRITTEN =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

    /** A trace that begins here. */
    public static TraceContext begin() {
        return new TraceContext(hex(16), hex(8), "00");
    }

    /** Reads a header; a malformed one counts as none, as the standard requires. */
    public static Optional<TraceContext> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher matcher = WRITTEN.matcher(header);
        return matcher.matches()
                ? Optional.of(new TraceContext(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** The same trace, one hop further. */
    public TraceContext next() {
        return new TraceContext(traceId, hex(8), flags);
    }

    public String header() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** Ids have to be distinct, not secret. */
    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        do {
            ThreadLocalRandom.current().nextBytes(random);
        } while (random[0] == 0);
        return HexFormat.of().formatHex(random);
    }
}
