package dev.stead.matcher.testing;

import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.DecisionCounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counters in a map, which outlives the budgets that use it as a store would. Thread-safe. */
public final class MapDecisionCounts implements DecisionCounts {
    /** Nobody reaches these. */
    public static final Allowance ENDLESS = new Allowance(1_000_000, 1_000_000, 100_000, 1_000_000, 1_000_000);

    private final Map<CountKey, Integer> counts = new HashMap<>();
    private int writes;

    /** A budget that nobody spends. */
    public static CountedBudget endless(InstantSource clock) {
        return new CountedBudget(ENDLESS, new MapDecisionCounts(), clock);
    }

    @Override
    public synchronized Map<CountKey, Integer> load(Instant now) {
        Map<CountKey, Integer> loaded = new HashMap<>(counts);
        loaded.keySet().removeIf(key -> key.isOver(now));
        return loaded;
    }

    @Override
    public synchronized Map<CountKey, Integer> add(Map<CountKey, Integer> amounts) {
        writes++;
        Map<CountKey, Integer> totals = new HashMap<>();
        amounts.forEach((key, amount) -> totals.put(key, counts.merge(key, amount, Integer::sum)));
        return totals;
    }

    @Override
    public synchronized void deleteOver(Instant now) {
        counts.keySet().removeIf(key -> key.isOver(now));
    }

    /** The sum of all counters of a kind. */
    public synchronized int total(Kind kind) {
        return counts.entrySet().stream()
                .filter(one -> one.getKey().kind() == kind)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How often it was written. */
    public synchronized int writes() {
        return writes;
    }
}
