package gregor.cli.console;

import module java.base;

import gregor.door.HostPort;
import gregor.file.FsyncPolicy;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// Converts the values of options: addresses, durations, times and fsync policies.
public final class OptionConverters {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|min|m|h|d)");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final TimeParser UTC_TIME = new TimeParser(null, ZoneOffset.UTC);

    private OptionConverters() {}

    /// A timestamp as ISO 8601 in UTC, always to the millisecond.
    public static String iso(long timestamp) {
        return ISO.format(Instant.ofEpochMilli(timestamp));
    }

    public static CommandLine onto(CommandLine line) {
        return line.registerConverter(InetSocketAddress.class, OptionConverters::address)
                .registerConverter(Duration.class, OptionConverters::duration)
                .registerConverter(Instant.class, OptionConverters::time)
                .registerConverter(FsyncPolicy.class, OptionConverters::fsync);
    }

    private static InetSocketAddress address(String text) {
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /// Converts a number and `ms`, `s`, `m` or `min`, `h` or `d`.
    ///
    /// @throws TypeConversionException if it is none of these
    public static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("\"" + text + "\" is not a duration; give a number and ms, s, m, h "
                    + "or d, such as 500ms, 30s or 7d");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m", "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Instant time(String text) {
        try {
            return DURATION.matcher(text).matches() ? Instant.now().minus(duration(text)) : UTC_TIME.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("\"" + text + "\" is no time; give one in UTC, such as 2026-03-02, "
                    + "2026-03-02T08:15 or 2026-03-02T08:15:00.250Z, or how long ago, such as 30m, 2h or 7d");
        }
    }

    private static FsyncPolicy fsync(String text) {
        return switch (text) {
            case "always" -> FsyncPolicy.everyAppend();
            case "never" -> FsyncPolicy.never();
            case String events when events.matches("[1-9]\\d{0,17}") -> FsyncPolicy.every(Long.parseLong(events));
            case String time when DURATION.matcher(time).matches() -> FsyncPolicy.every(duration(time));
            default -> throw new TypeConversionException("\"" + text + "\" is not an fsync policy; give always, "
                    + "never, a number of events such as 1000, or a time such as 100ms");
        };
    }
}
