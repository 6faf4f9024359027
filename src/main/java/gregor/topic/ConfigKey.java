package gregor.topic;

import module java.base;

/// A setting of a topic.
///
/// @param name         Kafka's name of it
/// @param defaultValue its value if the topic does not override it
/// @param accepted     the accepted values in words, for error messages
/// @param accepts      whether a value is accepted
public record ConfigKey(String name, String defaultValue, String accepted, Predicate<String> accepts) {
    /// The time for which an event is retained, in milliseconds; -1 for no limit.
    public static final ConfigKey RETENTION_MS = number("retention.ms", 604_800_000, -1);

    /// The bytes that each partition retains at least; -1 for no limit.
    public static final ConfigKey RETENTION_BYTES = number("retention.bytes", -1, -1);

    /// Makes a setting that is a whole number.
    ///
    /// @param min the smallest accepted value
    public static ConfigKey number(String name, long defaultValue, long min) {
        return new ConfigKey(name, Long.toString(defaultValue), "a whole number, " + min + " or more", value -> {
            try {
                return Long.parseLong(value) >= min;
            } catch (NumberFormatException e) {
                return false;
            }
        });
    }
}
