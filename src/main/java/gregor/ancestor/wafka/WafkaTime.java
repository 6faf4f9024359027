package gregor.ancestor.wafka;

import gregor.list.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Timestamps as Wafka writes them: ISO 8601. Without a zone they are UTC, and a date alone is its midnight.
public final class WafkaTime {
    private WafkaTime() {}

    /// Writes a timestamp; null if there is none.
    public static String text(long millis) {
        return millis == Event.NO_TIMESTAMP ? null : Instant.ofEpochMilli(millis).toString();
    }

    /// Reads a timestamp to the millisecond; [Event#NO_TIMESTAMP] if it is none that an event can have.
    public static long millis(String text) {
        try {
            return Math.max(Event.NO_TIMESTAMP, instant(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Event.NO_TIMESTAMP;
        }
    }

    /// Whether a text says this time and nothing finer.
    public static boolean isExact(String text, long millis) {
        return millis != Event.NO_TIMESTAMP && instant(text).equals(Instant.ofEpochMilli(millis));
    }

    private static Instant instant(String text) {
        if (!text.contains("T")) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
