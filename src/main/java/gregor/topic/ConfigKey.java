package gregor.topic;

import java.util.function.Predicate;

/// A setting that a topic may have.
///
/// @param name     what Kafka calls it
/// @param standard the value it has unless somebody says otherwise
/// @param accepted which values it takes, in words, for the message to who gave another one
/// @param accepts  which values it takes
public record ConfigKey(String name, String defaultValue, String accepted, Predicate<String> accepts) {
    /// How long an event is kept, in milliseconds; -1 for ever.
    public static final ConfigKey RETENTION_MS = number("retention.ms", 604_800_000, -1);

    /// How many bytes each partition keeps at least; -1 for all.
    public static final ConfigKey RETENTION_BYTES = number("retention.bytes", -1, -1);

    /// Makes a setting that is a whole number.
    ///
    /// @param least the smallest value that it takes
    public static ConfigKey number(String name, long standard, long least) {
        return new ConfigKey(name, Long.toString(standard), "a whole number, " + least + " or more", value -> {
            try {
                return Long.parseLong(value) >= least;
            } catch (NumberFormatException e) {
                return false;
            }
        });
    }
}
