package dev.stead.task.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The delegator's grant: what, when, where, up to how much, how often.
 *
 * @param places 1 to 10, any of which will do
 * @param amountLimit up to how much a use; for PAYMENT only, and then required
 * @param maxUses how often it may succeed, 1 to 1,000
 * @param note a word to the delegate, at most 500 characters
 */
public record Mandate(
        TaskKind kind,
        TimeWindow window,
        List<Place> places,
        @Nullable Money amountLimit,
        int maxUses,
        String note) {
    public Mandate {
        places = List.copyOf(places);
        Check.holds(
                !places.isEmpty() && places.size() <= 10,
                TaskError.PLACES_INVALID,
                "a mandate must name 1 to 10 places, not " + places.size());
        Check.holds(
                maxUses >= 1 && maxUses <= 1_000, TaskError.USES_INVALID, "max_uses must be 1 to 1000, not " + maxUses);
        Check.text("note", note, 0, 500);
        switch (kind) {
            case PAYMENT ->
                Check.holds(
                        amountLimit != null && !amountLimit.isZero(),
                        TaskError.AMOUNT_LIMIT_INVALID,
                        "a PAYMENT needs an amount_limit of more than 0");
            case COLLECTION ->
                Check.holds(
                        amountLimit == null, TaskError.AMOUNT_LIMIT_INVALID, "a COLLECTION must have no amount_limit");
        }
    }

    /** The note is personal. */
    @Override
    public String toString() {
        return "Mandate[" + kind + ", " + window + ", " + places + ", " + amountLimit + ", " + maxUses + "]";
    }
}
