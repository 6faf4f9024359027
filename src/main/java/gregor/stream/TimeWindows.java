package gregor.stream;

import module java.base;

/// Windows of a fixed size, which begin at the multiples of `advance`: tumbling if that is the size, else hopping.
///
/// @param size    the length of a window
/// @param advance the distance between the starts of two windows, more than 0 and at most the size
/// @param grace   for how long after its end a window still takes late events
public record TimeWindows(Duration size, Duration advance, Duration grace) implements Windows {
    /// @throws IllegalArgumentException if a duration is out of its range
    public TimeWindows {
        if (advance.toMillis() < 1 || advance.compareTo(size) > 0) {
            throw new IllegalArgumentException(
                    "windows advance by 1 ms up to their size, " + size + ", and not by " + advance);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace must be 0 or more, not " + grace);
        }
    }

    /// Returns windows that follow each other without gaps, and close at their end.
    public static TimeWindows tumbling(Duration size) {
        return new TimeWindows(size, size, Duration.ZERO);
    }

    /// Returns windows that overlap, and close at their end.
    public static TimeWindows hopping(Duration size, Duration advance) {
        return new TimeWindows(size, advance, Duration.ZERO);
    }

    public TimeWindows grace(Duration other) {
        return new TimeWindows(size, advance, other);
    }

    /// Returns the windows that contain a time, the earliest first. A window has its start and not its end, and none
    /// starts before 0.
    public List<Window> at(long timestamp) {
        long length = size.toMillis();
        long step = advance.toMillis();
        var windows = new ArrayList<Window>();
        long first = Math.max(0, timestamp - length + step) / step * step;
        for (long start = first; start <= timestamp; start += step) {
            windows.add(new Window(start, start + length));
        }
        return windows;
    }

    /// Returns whether a window takes no more events: stream time has reached its end and the grace.
    public boolean isClosed(Window window, long streamTime) {
        return window.end() <= streamTime - grace.toMillis();
    }
}
