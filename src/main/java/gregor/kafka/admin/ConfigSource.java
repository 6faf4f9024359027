package gregor.kafka.admin;

import gregor.topic.TopicConfig;

/// Where the value of a setting comes from, and what it is, in Kafka's numbers.
final class ConfigSource {
    private static final byte SAID_FOR_TOPIC = 1;
    private static final byte STANDARD = 5;
    private static final byte BOOLEAN = 1;
    private static final byte TEXT = 2;
    private static final byte WHOLE = 5;
    private static final byte FRACTION = 6;

    private ConfigSource() {}

    static byte of(TopicConfig settings, String name) {
        return settings.overrides().containsKey(name) ? SAID_FOR_TOPIC : STANDARD;
    }

    static byte type(String value) {
        if (value.equals("true") || value.equals("false")) {
            return BOOLEAN;
        }
        return value.matches("-?\\d+") ? WHOLE : value.matches("\\d*\\.\\d+") ? FRACTION : TEXT;
    }
}
