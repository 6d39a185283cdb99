package dev.stead.task.domain.eligibility;

import dev.stead.task.domain.mandate.TimeWindow;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Is the window open? Says the hour in the window's own zone, and the date too if it is another one. */
final class WindowJudge {
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private WindowJudge() {}

    static Condition judge(TimeWindow window, Instant instant) {
        ZonedDateTime now = instant.atZone(window.zone());
        return window.slotAt(instant)
                .map(slot -> condition(true, "open until " + local(slot.end(), now)))
                .or(() -> window.nextSlot(instant)
                        .map(slot -> condition(false, "not yet open (opens " + local(slot.start(), now) + ")")))
                .orElseGet(() -> condition(false, "over (closed " + local(window.lastClose(), now) + ")"));
    }

    private static Condition condition(boolean holds, String explanation) {
        return new Condition(Condition.Name.WINDOW, holds, explanation);
    }

    private static String local(Instant instant, ZonedDateTime now) {
        ZonedDateTime local = instant.atZone(now.getZone());
        DateTimeFormatter form = local.toLocalDate().equals(now.toLocalDate()) ? HOUR : DATE_AND_HOUR;
        return form.format(local) + " " + now.getZone().getId();
    }
}
