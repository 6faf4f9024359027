package gregor.cli.broker;

import gregor.list.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// Numbers, times and texts as people read them.
final class Readable {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private static final int SOME_NAMES = 10;

    private Readable() {}

    /// A number with a comma at each thousand.
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A number and what it counts, such as `1 event` and `2 events`.
    static String count(long number, String one) {
        return count(number) + " " + one + (number == 1 ? "" : "s");
    }

    /// A number of bytes, such as `4.2 MB`.
    static String size(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 999.5) {
            number /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || number >= 99.5 ? "%.0f %s" : "%.1f %s", number, UNITS.get(unit));
    }

    /// A length of time in its largest units, such as `7 days` and `1 h 30 min`.
    static String duration(Duration time) {
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
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// A timestamp to the millisecond, in UTC; a dash if there is none. Always as wide.
    static String timestamp(long timestamp) {
        return timestamp == Event.NO_TIMESTAMP ? "-" : Values.iso(timestamp);
    }

    /// Names, as many as a person wants to read: `are a, b and 7 more`.
    static String some(List<String> names) {
        String some = String.join(", ", names.subList(0, Math.min(SOME_NAMES, names.size())));
        return (names.size() == 1 ? "is " : "are ") + some
                + (names.size() > SOME_NAMES ? " and " + (names.size() - SOME_NAMES) + " more" : "");
    }

    /// A path as one would type it here.
    static Path path(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return there.startsWith(here) && !there.equals(here) ? here.relativize(there) : there;
    }

    /// A text that does nothing to a terminal but be seen: what steers one is shown as Java writes it.
    static String safe(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        var safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case '\t' -> safe.append("\\t");
                default -> safe.append(Character.isISOControl(letter)
                        ? String.format("\\u%04x", (int) letter) : "" + letter);
            }
        }
        return safe.toString();
    }
}
