package dev.stead.task.domain.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurringWindowTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    static LongStream seeds() {
        return LongStream.range(0, 200).map(i -> i * 7_919 + 20_261_123);
    }

    private static RecurringWindow daily(ZoneId zone, String opens, String closes, String date) {
        var hours = new WeeklyHours(EVERY_DAY, LocalTime.parse(opens), LocalTime.parse(closes));
        return new RecurringWindow(zone, hours, LocalDate.parse(date), LocalDate.parse(date));
    }

    private static TimeSlot only(RecurringWindow window) {
        TimeSlot opening =
                window.nextSlot(window.lastClose().minus(Duration.ofDays(3))).orElseThrow();
        assertThat(opening.end()).isEqualTo(window.lastClose());
        return opening;
    }

    @Test
    void openingAtASkippedTimeBeginsRightAfterTheGap() {
        // On 2026-03-29 Paris goes from 02:00 to 03:00.
        assertThat(only(daily(PARIS, "02:30", "05:00", "2026-03-29")))
                .isEqualTo(new TimeSlot(Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-29T03:00:00Z")));
    }

    @Test
    void closingAtASkippedTimeEndsRightAfterTheGap() {
        assertThat(only(daily(PARIS, "01:00", "02:30", "2026-03-29")))
                .isEqualTo(new TimeSlot(Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-29T01:00:00Z")));
    }

    @Test
    void doubledTimesAreTakenFromTheFirstToTheLastOccurrence() {
        // On 2026-10-25 Paris goes from 03:00 back to 02:00.
        assertThat(only(daily(PARIS, "02:30", "02:45", "2026-10-25")))
                .isEqualTo(new TimeSlot(Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T01:45:00Z")));
    }

    @Test
    void nightsAreAnHourShorterInSpringAndLongerInAutumn() {
        assertThat(only(daily(PARIS, "22:00", "06:00", "2026-03-28")))
                .extracting(opening -> Duration.between(opening.start(), opening.end()))
                .isEqualTo(Duration.ofHours(7));
        assertThat(only(daily(PARIS, "22:00", "06:00", "2026-10-24")))
                .extracting(opening -> Duration.between(opening.start(), opening.end()))
                .isEqualTo(Duration.ofHours(9));
    }

    @Test
    void anOpeningWhoseHoursAreSkippedDoesNotHappen() {
        assertThatThrownBy(() -> daily(PARIS, "02:10", "02:50", "2026-03-29")).hasMessageContaining("never opens");
        // Samoa had no 30 December 2011.
        assertThatThrownBy(() -> daily(ZoneId.of("Pacific/Apia"), "09:00", "17:00", "2011-12-30"))
                .hasMessageContaining("a change of clocks skips");
    }

    @Test
    void aClockThatGoesBackOverMidnightKeepsTheOpeningOfTheNextDayOpen() {
        // St John's went from 00:01 on 2006-10-29 back to 23:01 on the 28th.
        var window = daily(ZoneId.of("America/St_Johns"), "00:00", "01:00", "2006-10-29");
        TimeSlot opening = only(window);
        Instant repeated = opening.start().plus(Duration.ofMinutes(30));
        assertThat(LocalDateTime.ofInstant(repeated, window.zone()).toLocalDate())
                .isEqualTo("2006-10-28");
        assertThat(window.slotAt(repeated)).contains(opening);
    }

    @Test
    void theStartBelongsToAnOpeningAndTheEndDoesNot() {
        var window = daily(PARIS, "14:00", "18:00", "2026-11-23");
        Instant opens = Instant.parse("2026-11-23T13:00:00Z");
        Instant closes = Instant.parse("2026-11-23T17:00:00Z");
        assertThat(window.slotAt(opens.minusNanos(1_000))).isEmpty();
        assertThat(window.slotAt(opens)).isPresent();
        assertThat(window.slotAt(closes.minusNanos(1_000))).isPresent();
        assertThat(window.slotAt(closes)).isEmpty();
    }

    @Test
    void aWindowThatNeverOpensIsRefused() {
        var mondays = new WeeklyHours(Set.of(DayOfWeek.MONDAY), LocalTime.NOON, LocalTime.of(13, 0));
        LocalDate tuesday = LocalDate.parse("2026-11-24");
        assertThatThrownBy(() -> new RecurringWindow(PARIS, mondays, tuesday, tuesday.plusDays(5)))
                .hasMessageContaining("none of its days of the week lies between first_date and last_date");
        assertThatThrownBy(() -> new RecurringWindow(PARIS, mondays, tuesday, tuesday.minusDays(1)))
                .hasMessageContaining("last_date");
        assertThatThrownBy(() -> new RecurringWindow(PARIS, mondays, tuesday, tuesday.plusDays(367)))
                .hasMessageContaining("366");
    }

    @Test
    void theNextOpeningOfAWindowFarAheadIsItsFirstAndAfterTheLastThereIsNone() {
        var window = daily(PARIS, "14:00", "18:00", "2026-11-23");
        Instant opens = Instant.parse("2026-11-23T13:00:00Z");
        assertThat(window.nextSlot(Instant.parse("2026-01-01T00:00:00Z")))
                .hasValueSatisfying(slot -> assertThat(slot.start()).isEqualTo(opens));
        assertThat(window.nextSlot(opens.minusNanos(1_000))).isPresent();
        assertThat(window.nextSlot(opens)).isEmpty();
        assertThat(window.nextSlot(Instant.parse("2027-11-23T13:00:00Z"))).isEmpty();
    }

    @Test
    void aWindowWhoseHoursAChangeOfClocksSkipsSaysSo() {
        assertThatThrownBy(() -> daily(PARIS, "02:00", "03:00", "2027-03-28"))
                .hasMessageContaining("a change of clocks skips the hours from 02:00 to 03:00");
        // Samoa went over the date line and had no such Friday.
        assertThatThrownBy(() -> daily(ZoneId.of("Pacific/Apia"), "09:00", "17:00", "2011-12-30"))
                .hasMessageContaining("a change of clocks skips");
    }

    /** In Beirut and Santiago the clocks go forward at midnight: that day begins at 01:00. */
    @ParameterizedTest
    @CsvSource({"Asia/Beirut, 2026-03-29, 2026-03-28T22:00:00Z", "America/Santiago, 2026-09-06, 2026-09-06T04:00:00Z"})
    void aDayWithoutAMidnightBeginsAfterIt(ZoneId zone, String date, Instant begins) {
        RecurringWindow whole = daily(zone, "00:00", "00:00", date);
        assertThat(only(whole).start()).isEqualTo(begins);
        assertThat(Duration.between(begins, whole.lastClose())).isEqualTo(Duration.ofHours(23));
        assertThat(Period.DAY.startOf(begins.plusSeconds(1), zone)).isEqualTo(begins);
    }

    @Test
    void theNightOfTheLastDateReachesIntoTheNextYear() {
        RecurringWindow newYear = daily(PARIS, "22:00", "06:00", "2026-12-31");
        assertThat(newYear.slotAt(Instant.parse("2027-01-01T04:59:59Z"))).isPresent();
        assertThat(newYear.slotAt(Instant.parse("2027-01-01T05:00:00Z"))).isEmpty();
        assertThat(newYear.slotAt(Instant.parse("2026-12-31T20:59:59Z"))).isEmpty();
    }

    @Test
    void leapDaysAreDaysAndOthersAreNot() {
        assertThat(only(daily(PARIS, "09:00", "17:00", "2028-02-29")).start())
                .isEqualTo(Instant.parse("2028-02-29T08:00:00Z"));
        var hours = new WeeklyHours(EVERY_DAY, LocalTime.NOON, LocalTime.MIDNIGHT);
        LocalDate leapDay = LocalDate.parse("2028-02-29");
        assertThat(new RecurringWindow(PARIS, hours, leapDay, leapDay.plusYears(1)).lastClose())
                .isEqualTo(Instant.parse("2029-02-28T23:00:00Z"));
    }

    /** Others close for the last minute of each day. */
    @Test
    void roundTheClockHasNoGapAtMidnight() {
        var always = new WeeklyHours(EVERY_DAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        var window = new RecurringWindow(PARIS, always, LocalDate.parse("2026-10-20"), LocalDate.parse("2026-10-30"));
        Instant first = Instant.parse("2026-10-19T22:00:00Z");
        assertThat(Stream.iterate(first, window.lastClose()::isAfter, instant -> instant.plusSeconds(59)))
                .allMatch(instant -> window.slotAt(instant).isPresent());
    }

    /** Both names of Kyiv, and those that came and were linked to others since. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Kyiv", "Europe/Kiev", "Asia/Kolkata", "Asia/Calcutta", "America/Ciudad_Juarez"})
    void renamedZonesAreTakenByEitherName(String name) {
        assertThat(RecurringWindow.zoneNamed(name)).hasToString(name);
    }

    @Test
    void zonesAreNamesOfTheIanaDatabase() {
        assertThat(RecurringWindow.zoneNamed("Europe/Paris")).isEqualTo(PARIS);
        for (String unknown : List.of("", "+02:00", "Europe/Atlantis", "GMT+1")) {
            assertThatThrownBy(() -> RecurringWindow.zoneNamed(unknown)).hasMessageContaining("IANA");
        }
    }

    /** Away from any change of clocks a window is what the wall clock says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void windowsFollowTheWallClock(long seed) {
        var random = new Random(seed);
        RecurringWindow window = window(random);
        for (int i = 0; i < 50; i++) {
            Instant instant = near(window, random);
            if (changeWithin(window.zone(), instant, Duration.ofDays(2))) {
                continue;
            }
            assertThat(window.slotAt(instant).isPresent())
                    .as("seed %d, %s at %s", seed, window, instant)
                    .isEqualTo(openByTheWallClock(window, instant));
        }
    }

    /** Also around changes of clocks: the openings come in order, hold what they should and end when the window says. */
    @ParameterizedTest
    @MethodSource("seeds")
    void openingsComeInOrderAndEndWithTheWindow(long seed) {
        RecurringWindow window = window(new Random(seed));
        Instant from =
                window.firstDate().atStartOfDay(window.zone()).toInstant().minus(Duration.ofDays(2));
        Instant latestEnd = Instant.MIN;
        for (Optional<TimeSlot> next = window.nextSlot(from);
                next.isPresent();
                next = window.nextSlot(next.get().start())) {
            TimeSlot opening = next.get();
            assertThat(opening.start()).as("seed %d, %s", seed, window).isAfter(from);
            assertThat(window.slotAt(opening.start()))
                    .as("seed %d, %s", seed, window)
                    .isPresent();
            assertThat(Duration.between(opening.start(), opening.end()))
                    .as("seed %d, %s", seed, window)
                    .isLessThanOrEqualTo(Duration.ofHours(26));
            from = opening.start();
            latestEnd = opening.end();
        }
        assertThat(latestEnd).as("seed %d, %s", seed, window).isEqualTo(window.lastClose());
        assertThat(window.slotAt(window.lastClose()))
                .as("seed %d, %s", seed, window)
                .isEmpty();
        assertThat(window.slotAt(window.lastClose().minusMillis(1)))
                .as("seed %d, %s", seed, window)
                .isPresent();
    }

    private static RecurringWindow window(Random random) {
        List<String> zones = List.of(
                "Europe/Paris",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Havana",
                "Asia/Kathmandu",
                "Africa/Cairo");
        ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
        LocalDate first = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(1_000));
        EnumSet<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
        days.add(DayOfWeek.of(1 + random.nextInt(7)));
        var hours = new WeeklyHours(days, time(random), time(random));
        // A week holds every day once, so that the window opens.
        return new RecurringWindow(zone, hours, first, first.plusDays(6 + random.nextInt(60)));
    }

    private static LocalTime time(Random random) {
        return LocalTime.of(random.nextInt(24), 15 * random.nextInt(4));
    }

    private static Instant near(RecurringWindow window, Random random) {
        long days = window.lastDate().toEpochDay() - window.firstDate().toEpochDay() + 4;
        return window.firstDate()
                .minusDays(2)
                .atStartOfDay(window.zone())
                .toInstant()
                .plusSeconds(random.nextLong(days * 86_400));
    }

    private static boolean changeWithin(ZoneId zone, Instant instant, Duration distance) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(instant.minus(distance));
        return next != null && next.getInstant().isBefore(instant.plus(distance));
    }

    private static boolean openByTheWallClock(RecurringWindow window, Instant instant) {
        ZonedDateTime local = instant.atZone(window.zone());
        LocalTime time = local.toLocalTime();
        WeeklyHours hours = window.hours();
        boolean today = opensOn(window, local.toLocalDate());
        if (hours.opens().isBefore(hours.closes())) {
            return today && !time.isBefore(hours.opens()) && time.isBefore(hours.closes());
        }
        boolean yesterday = opensOn(window, local.toLocalDate().minusDays(1));
        return (today && !time.isBefore(hours.opens())) || (yesterday && time.isBefore(hours.closes()));
    }

    private static boolean opensOn(RecurringWindow window, LocalDate date) {
        return window.hours().days().contains(date.getDayOfWeek())
                && !date.isBefore(window.firstDate())
                && !date.isAfter(window.lastDate());
    }
}
