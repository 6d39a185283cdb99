package dev.stead.benchmarks.tasks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The hit rate of each cache of the task store, from its process's metrics.
 *
 * @param metrics the text of its {@code /metrics}
 */
record CacheTable(String metrics) {
    private static final Pattern LINE =
            Pattern.compile("(?m)^stead_cache_requests_total\\{cache=\"(\\w+)\",result=\"(hit|miss)\"} ([0-9.E]+)$");

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%12s %12s %8s%n", "cache", "requests", "cached");
        rates().forEach((cache, counts) -> out.printf(
                Locale.ROOT,
                "%12s %,12.0f %8s%n",
                cache,
                counts.all(),
                counts.all() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * counts.known / counts.all())));
    }

    private Map<String, Counts> rates() {
        Map<String, Counts> rates = new TreeMap<>();
        LINE.matcher(metrics).results().forEach(line -> {
            double count = Double.parseDouble(line.group(3));
            boolean knew = line.group(2).equals("hit");
            rates.merge(line.group(1), new Counts(knew ? count : 0, knew ? 0 : count), Counts::plus);
        });
        return rates;
    }

    private record Counts(double known, double unknown) {
        double all() {
            return known + unknown;
        }

        Counts plus(Counts other) {
            return new Counts(known + other.known, unknown + other.unknown);
        }
    }
}
