package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Properties of windows of days. Sao Paulo had days that began at 1 o'clock, Lord Howe moves its clocks by half an
/// hour, and Apia skipped a day.
class DayWindowsTest {
    private static final long FROM = Instant.parse("2009-01-01T00:00:00Z").toEpochMilli();
    private static final long YEARS = Duration.ofDays(12 * 365).toMillis();

    private static Window at(String zone, String time) {
        return new DayWindows(ZoneId.of(zone)).at(Instant.parse(time).toEpochMilli());
    }

    private static Window window(String from, String to) {
        return new Window(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
    }

    @Test
    void aDayBeginsAtMidnightOfTheZone() {
        assertThat(at("Europe/Berlin", "2026-01-14T22:59:59.999Z")).as("one millisecond before midnight")
                .isEqualTo(window("2026-01-13T23:00:00Z", "2026-01-14T23:00:00Z"));
        assertThat(at("Europe/Berlin", "2026-01-14T23:00:00Z")).as("at midnight")
                .isEqualTo(window("2026-01-14T23:00:00Z", "2026-01-15T23:00:00Z"));
        assertThat(at("UTC", "2026-01-14T23:00:00Z")).as("in UTC")
                .isEqualTo(window("2026-01-14T00:00:00Z", "2026-01-15T00:00:00Z"));
    }

    @Test
    void theDaysOnWhichClocksChangeHave23And25Hours() {
        assertThat(at("Europe/Berlin", "2026-03-29T12:00:00Z")).as("the day in March")
                .isEqualTo(window("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"));
        assertThat(at("Europe/Berlin", "2026-10-25T12:00:00Z")).as("the day in October")
                .isEqualTo(window("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"));
    }

    @Test
    void aTimeBefore1970HasAWindow() {
        assertThat(new DayWindows(ZoneOffset.UTC).at(-1))
                .isEqualTo(window("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia",
            "Asia/Kathmandu"})
    void aTimeIsInTheWindowOfAllTimesOfItsDay(String zone) {
        var windows = new DayWindows(ZoneId.of(zone));
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            long time = FROM + random.nextLong(YEARS);
            String what = zone + ", " + Instant.ofEpochMilli(time);
            Window window = windows.at(time);
            assertThat(time).as(what + ": the time is in its window").isBetween(window.start(), window.end() - 1);
            assertThat(windows.at(window.start())).as(what + ": the window of its start").isEqualTo(window);
            assertThat(windows.at(window.end() - 1)).as(what + ": the window of its last millisecond")
                    .isEqualTo(window);
            assertThat(day(zone, window.start())).as(what + ": the day of its start").isEqualTo(day(zone, time));
            assertThat(day(zone, window.end() - 1)).as(what + ": the day of its end").isEqualTo(day(zone, time));
        }
    }

    private static LocalDate day(String zone, long time) {
        return Instant.ofEpochMilli(time).atZone(ZoneId.of(zone)).toLocalDate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"})
    void theWindowsFollowEachOther(String zone) {
        var windows = new DayWindows(ZoneId.of(zone));
        Window window = windows.at(FROM);
        while (window.end() < FROM + YEARS) {
            Window next = windows.at(window.end());
            assertThat(next.start()).as("%s: the window after %s", zone, Instant.ofEpochMilli(window.start()))
                    .isEqualTo(window.end());
            window = next;
        }
    }
}
