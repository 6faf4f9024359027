package gregor.cli.console;

import module java.base;

import gregor.list.Event;

/// Formats numbers, times and texts for people.
public final class HumanText {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private static final int MAX_NAMES = 10;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

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
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0).replace(".0 s", " s");
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

    /// Lists at most ten names with the verb: `are a, b and 7 more`; `are none yet` if there is none.
    public static String shortList(List<String> names) {
        if (names.isEmpty()) {
            return "are none yet";
        }
        String shown = escapeControls(String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size()))));
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
        return CONTROL.matcher(text).replaceAll(control -> switch (control.group().charAt(0)) {
            case '\n' -> "\\\\n";
            case '\r' -> "\\\\r";
            case '\t' -> "\\\\t";
            default -> String.format("\\\\u%04x", (int) control.group().charAt(0));
        });
    }
}
