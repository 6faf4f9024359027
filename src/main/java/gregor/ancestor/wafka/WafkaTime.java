package gregor.ancestor.wafka;

import module java.base;

import gregor.list.Event;

/// Converts Wafka's timestamps, ISO 8601: without a zone in UTC, a date without a time at midnight.
final class WafkaTime {
    private WafkaTime() {}

    /// Formats milliseconds since 1970; null for [Event#NO_TIMESTAMP].
    static String text(long millis) {
        return millis == Event.NO_TIMESTAMP ? null : Instant.ofEpochMilli(millis).toString();
    }

    /// Parses a timestamp into milliseconds since 1970; [Event#NO_TIMESTAMP] if it is invalid or earlier.
    static long millis(String text) {
        try {
            return Math.max(Event.NO_TIMESTAMP, instant(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Event.NO_TIMESTAMP;
        }
    }

    /// Reports whether a text means exactly this millisecond.
    static boolean isExact(String text, long millis) {
        return millis != Event.NO_TIMESTAMP && instant(text).equals(Instant.ofEpochMilli(millis));
    }

    private static Instant instant(String text) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
