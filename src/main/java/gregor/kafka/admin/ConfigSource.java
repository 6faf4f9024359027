package gregor.kafka.admin;

import gregor.topic.TopicConfig;

/// Maps the source and the type of a setting to the ids of DescribeConfigs.
final class ConfigSource {
    private static final byte DYNAMIC_TOPIC_CONFIG = 1;
    private static final byte DEFAULT_CONFIG = 5;
    private static final byte BOOLEAN = 1;
    private static final byte STRING = 2;
    private static final byte LONG = 5;
    private static final byte DOUBLE = 6;

    private ConfigSource() {}

    static byte of(TopicConfig settings, String name) {
        return settings.overrides().containsKey(name) ? DYNAMIC_TOPIC_CONFIG : DEFAULT_CONFIG;
    }

    static byte type(String value) {
        if (value.equals("true") || value.equals("false")) {
            return BOOLEAN;
        }
        return value.matches("-?\\d+") ? LONG : value.matches("\\d*\\.\\d+") ? DOUBLE : STRING;
    }
}
