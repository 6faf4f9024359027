package gregor.live;

import module java.base;

/// Reads durations, and calculates with those below 292 years. TeaVM's own way brings decimal numbers of any size.
public final class Durations {
    private static final char[] UNITS = {'H', 'M', 'S'};
    private static final double NANOS_PER_SECOND = 1e9;

    private Durations() {}

    /// Multiplies a duration.
    public static Duration multipliedBy(Duration duration, long factor) {
        return Duration.ofNanos(Math.multiplyExact(duration.toNanos(), factor));
    }

    /// Divides a duration.
    public static Duration dividedBy(Duration duration, long divisor) {
        return Duration.ofNanos(duration.toNanos() / divisor);
    }

    /// Reads a duration of hours, minutes and seconds, such as `PT1H30M1.5S`.
    ///
    /// @throws DateTimeParseException if it is none
    public static Duration parse(CharSequence text) {
        String rest = text.toString();
        Duration sum = Duration.ZERO;
        int from = 2;
        for (char unit : UNITS) {
            int end = Math.max(rest.indexOf(unit, from), rest.indexOf(Character.toLowerCase(unit), from));
            if (end > from) {
                sum = sum.plus(part(text, rest.substring(from, end), unit));
                from = end + 1;
            }
        }
        if (!rest.regionMatches(true, 0, "PT", 0, 2) || from == 2 || from < rest.length()) {
            throw new DateTimeParseException("Text cannot be parsed to a Duration", text, 0);
        }
        return sum;
    }

    private static Duration part(CharSequence text, String number, char unit) {
        try {
            return switch (unit) {
                case 'H' -> Duration.ofHours(Long.parseLong(number));
                case 'M' -> Duration.ofMinutes(Long.parseLong(number));
                default -> Duration.ofNanos(Math.round(Double.parseDouble(number) * NANOS_PER_SECOND));
            };
        } catch (NumberFormatException e) {
            throw new DateTimeParseException("Text cannot be parsed to a Duration", text, 0, e);
        }
    }
}
