package gregor.live;

import module java.base;

/// The texts of instants in the years 0 to 9999. TeaVM's own way to write them brings all time zones and calendars.
public final class Instants {
    private static final Pattern TEXT = Pattern
            .compile("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?Z");
    private static final int DAYS_TO_1970 = 719_468;
    private static final int DAYS_OF_400_YEARS = 146_097;

    private Instants() {}

    /// Parses a text such as `2026-03-02T08:15:00Z`.
    ///
    /// @throws DateTimeParseException if it is not an instant
    public static Instant parse(CharSequence text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new DateTimeParseException("Text '" + text + "' could not be parsed at index 0", text, 0);
        }
        int[] parts = IntStream.rangeClosed(1, 6)
                .map(group -> found.group(group) == null ? 0 : Integer.parseInt(found.group(group))).toArray();
        String nanos = found.group(7) == null ? "0" : (found.group(7) + "00000000").substring(0, 9);
        return Instant.ofEpochSecond(
                ((days(parts[0], parts[1], parts[2]) * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5],
                Integer.parseInt(nanos));
    }

    /// Counts the days since 1970. A year begins in March, so that a leap day is its last.
    private static long days(int year, int month, int day) {
        int years = month <= 2 ? year - 1 : year;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return years * 365L + years / 4 - years / 100 + years / 400 + dayOfYear - DAYS_TO_1970;
    }

    /// Writes an instant as the JDK does.
    public static String toString(Instant instant) {
        long days = Math.floorDiv(instant.getEpochSecond(), 86_400L) + DAYS_TO_1970;
        int seconds = (int) Math.floorMod(instant.getEpochSecond(), 86_400L);
        int era = (int) (days / DAYS_OF_400_YEARS);
        int dayOfEra = (int) (days % DAYS_OF_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * dayOfYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        return padded(era * 400L + yearOfEra + (month <= 2 ? 1 : 0), 4) + "-" + padded(month, 2) + "-"
                + padded(dayOfYear - (153 * fromMarch + 2) / 5 + 1, 2) + "T" + padded(seconds / 3600, 2) + ":"
                + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + fraction(instant.getNano()) + "Z";
    }

    /// Returns no, three, six or nine digits.
    private static String fraction(int nanos) {
        String digits = padded(nanos, 9);
        return nanos == 0 ? "" : "." + digits.substring(0, nanos % 1_000_000 == 0 ? 3 : nanos % 1000 == 0 ? 6 : 9);
    }

    private static String padded(long number, int digits) {
        String text = "" + number;
        return "0".repeat(digits - text.length()) + text;
    }
}
