package gregor.stream;

import module java.base;

/// Windows of whole days in a time zone, which follow each other without gaps. A day begins at its first moment in the
/// zone, usually midnight. When clocks change, it has 23 or 25 hours.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public record DayWindows(ZoneId zone) {
    /// Returns the window that contains a time. A window has its start and not its end.
    ///
    /// @param timestamp in milliseconds since 1970 UTC; negative before
    public Window at(long timestamp) {
        LocalDate day = Instant.ofEpochMilli(timestamp).atZone(zone).toLocalDate();
        return new Window(start(day), start(day.plusDays(1)));
    }

    private long start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
