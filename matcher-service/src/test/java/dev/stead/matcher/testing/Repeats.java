package dev.stead.matcher.testing;

import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.SketchKey;
import dev.stead.matcher.limit.RecentCaptures;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Guards against repeated captures, whose secret is always the same. */
public final class Repeats {
    private Repeats() {}

    /** For tests that show one face again and again. */
    public static RepeatGuard counted() {
        return guard(RepeatGuard.Policy.COUNT, new SettableClock());
    }

    public static RepeatGuard guard(RepeatGuard.Policy policy, SettableClock clock) {
        var past = new RecentCaptures(RecentCaptures.MOST, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        return new RepeatGuard(policy, past, new SketchKey(new Random(22)), clock);
    }
}
