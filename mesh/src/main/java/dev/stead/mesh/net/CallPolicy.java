package dev.stead.mesh.net;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long a call may take, and what happens when the server is unavailable. Only UNAVAILABLE is retried: the call was not
 * processed, or the request id makes repeating it safe.
 */
public record CallPolicy(Duration deadline, Repeat repeat) {
    /** What a channel does on its own about a failed or slow call. */
    public enum Repeat {
        NEVER,
        /** Three attempts, 0.1 to 1 s apart, throttled. */
        RETRY,
        /** A second attempt beside the first if that has not answered within a tenth of the deadline: only for reads. */
        HEDGE
    }

    public static CallPolicy retried(Duration deadline) {
        return new CallPolicy(deadline, Repeat.RETRY);
    }

    /** The entry of a gRPC service config (https://github.com/grpc/grpc-proto, service_config.proto) for these methods. */
    Map<String, Object> entry(List<Map<String, String>> names) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("name", names);
        entry.put("timeout", seconds(deadline));
        switch (repeat) {
            case NEVER -> {}
            case RETRY ->
                entry.put(
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                3.0,
                                "initialBackoff",
                                "0.1s",
                                "maxBackoff",
                                "1s",
                                "backoffMultiplier",
                                3.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE")));
            case HEDGE ->
                entry.put(
                        "hedgingPolicy",
                        Map.of(
                                "maxAttempts", 2.0,
                                "hedgingDelay", seconds(deadline.dividedBy(10)),
                                "nonFatalStatusCodes", List.of("UNAVAILABLE")));
        }
        return entry;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%09ds", duration.getSeconds(), duration.getNano());
    }
}
