package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.OptionConverters;
import picocli.CommandLine.TypeConversionException;

/// Converts the values of topic settings to the units of Kafka's protocol: durations to milliseconds, sizes to bytes.
final class TopicSettings {
    private static final Pattern WITH_UNIT = Pattern.compile("\\d+[A-Za-z]+");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)");
    private static final String PREFIXES = "BKMGT";

    private TopicSettings() {}

    /// Returns settings with each value converted by [#value].
    static Map<String, String> values(Map<String, String> settings) {
        var converted = new LinkedHashMap<String, String>();
        settings.forEach((name, text) -> converted.put(name, value(name, text)));
        return converted;
    }

    /// Returns a duration in milliseconds if the name ends in `.ms`, such as `7d`, or a size in bytes if it ends in
    /// `.bytes`, such as `10MiB`; any other value as it is.
    ///
    /// @throws CommandException if the unit is unknown or the number too large
    static String value(String name, String text) {
        boolean isDuration = name.endsWith(".ms");
        if (!isDuration && !name.endsWith(".bytes") || !WITH_UNIT.matcher(text).matches()) {
            return text;
        }
        try {
            return Long.toString(isDuration ? OptionConverters.duration(text).toMillis() : bytes(text));
        } catch (TypeConversionException | ArithmeticException e) {
            throw new CommandException(name + " cannot be \"" + text + "\"; give "
                    + (isDuration
                            ? "milliseconds, or a number and ms, s, min, h or d, such as 7d"
                            : "bytes, or a number and kB, MB, GB, TB (thousands) or KiB, MiB, GiB, TiB (1024), such as"
                                    + " 10MiB"));
        }
    }

    /// Returns the bytes of a size, such as `10MiB`, or of a number without unit.
    ///
    /// @throws CommandException if it is none
    static long bytes(String option, String text) {
        try {
            return text.matches("\\d+") ? Long.parseLong(text) : bytes(text);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new CommandException(
                    option + " cannot be \"" + text + "\"; give bytes, or a number and kB, MB, GB, TB "
                            + "(thousands) or KiB, MiB, GiB, TiB (1024), such as 100MB");
        }
    }

    private static long bytes(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new ArithmeticException("unknown unit");
        }
        String unit = parts.group(2);
        long bytes = Long.parseLong(parts.group(1));
        for (int power = PREFIXES.indexOf(Character.toUpperCase(unit.charAt(0))); power > 0; power--) {
            bytes = Math.multiplyExact(bytes, unit.contains("i") ? 1024L : 1000L);
        }
        return bytes;
    }
}
