package gregor.cli.console;

import gregor.list.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Formats numbers, times and texts for people.
public final class HumanText {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private static final int MAX_NAMES = 10;

    private HumanText() {}

    /// A number with a comma at each thousand.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A number and what it counts, such as `1 event` and `2 events`.
    public static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    /// A number of bytes, such as `4.2 MB`.
    public static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 999.5) {
            number /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || number >= 99.5 ? "%.0f %s" : "%.1f %s", number, UNITS.get(unit));
    }

    /// A length of time in its largest units, such as `7 days` and `1 h 30 min`.
    public static String duration(Duration time) {
        if (time.toDays() >= 1 && time.equals(Duration.ofDays(time.toDays()))) {
            return time.toDays() + (time.toDays() == 1 ? " day" : " days");
        }
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + " ms";
        }
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            String seconds = String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
            return seconds.replaceFirst("\\.0$", "") + " s";
        }
        return (part(time.toHours(), " h ") + part(time.toMinutesPart(), " min ") + part(time.toSecondsPart(), " s "))
                .strip();
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    /// A time to the second, in UTC.
    public static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A timestamp to the millisecond, in UTC; a dash if there is none.
    public static String timestamp(long timestamp) {
        return timestamp == Event.NO_TIMESTAMP ? "-" : OptionConverters.iso(timestamp);
    }

    /// Lists at most ten names: `are a, b and 7 more`.
    public static String shortList(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
        return (names.size() == 1 ? "is " : "are ") + shown
                + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
    }

    /// A path relative to the working directory if it is inside it.
    public static Path path(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return there.startsWith(here) && !there.equals(here) ? here.relativize(there) : there;
    }

    /// Replaces control characters by Java's escapes, so that a text cannot control the terminal.
    public static String escapeControls(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped
                        .append(Character.isISOControl(letter) ? String.format("\\u%04x", (int) letter) : "" + letter);
            }
        }
        return escaped.toString();
    }
}
