package gregor.topic;

import module java.base;

import gregor.deque.Retention;

/// The settings of a topic; immutable.
///
/// The known settings are given when the first configuration is made, so that a later package can add its own.
public final class TopicConfig {
    /// The defaults of the settings that this package knows.
    public static final TopicConfig STANDARD = of(List.of(ConfigKey.RETENTION_MS, ConfigKey.RETENTION_BYTES));

    private final SortedMap<String, ConfigKey> known;
    private final SortedMap<String, String> overrides;

    private TopicConfig(SortedMap<String, ConfigKey> known, SortedMap<String, String> overrides) {
        this.known = known;
        this.overrides = overrides;
    }

    /// Makes a configuration with these settings, each with its default value.
    public static TopicConfig of(List<ConfigKey> settings) {
        var known = new TreeMap<String, ConfigKey>();
        settings.forEach(setting -> known.put(setting.name(), setting));
        return new TopicConfig(known, new TreeMap<>());
    }

    /// Returns the same configuration with some settings changed; null resets one to its default.
    ///
    /// @throws InvalidConfigurationException if one is unknown, or its value is not accepted
    public TopicConfig with(Map<String, String> changes) {
        var next = new TreeMap<>(overrides);
        changes.forEach((name, value) -> {
            check(setting(name), value);
            if (value == null) {
                next.remove(name);
            } else {
                next.put(name, value);
            }
        });
        return new TopicConfig(known, next);
    }

    /// Returns a configuration in which only these settings differ from their defaults.
    ///
    /// @throws InvalidConfigurationException if one is unknown, or its value is not accepted
    public TopicConfig reset(Map<String, String> all) {
        return new TopicConfig(known, new TreeMap<>()).with(all);
    }

    private ConfigKey setting(String name) {
        ConfigKey setting = name == null ? null : known.get(name);
        if (setting == null) {
            throw new InvalidConfigurationException(
                    "a topic has no setting " + name + "; it has " + String.join(", ", known.keySet()));
        }
        return setting;
    }

    private static void check(ConfigKey setting, String value) {
        if (value != null && !setting.accepts().test(value)) {
            throw new InvalidConfigurationException(
                    setting.name() + " cannot be \"" + value + "\"; give " + setting.accepted());
        }
    }

    /// Returns the value of a setting.
    ///
    /// @throws InvalidConfigurationException if the setting is unknown
    public String value(String name) {
        ConfigKey setting = setting(name);
        return overrides.getOrDefault(name, setting.defaultValue());
    }

    /// Returns the value of a setting that is a whole number.
    ///
    /// @throws InvalidConfigurationException if the setting is unknown
    public long number(String name) {
        return Long.parseLong(value(name));
    }

    /// Returns all settings and their values, in alphabetical order.
    public SortedMap<String, String> values() {
        var values = new TreeMap<String, String>();
        known.keySet().forEach(name -> values.put(name, value(name)));
        return Collections.unmodifiableSortedMap(values);
    }

    /// Returns the settings that are not at their defaults, and their values.
    public SortedMap<String, String> overrides() {
        return Collections.unmodifiableSortedMap(overrides);
    }

    /// Returns the retention rule of `retention.ms` and `retention.bytes` together.
    public Retention retention() {
        long age = number(ConfigKey.RETENTION_MS.name());
        long bytes = number(ConfigKey.RETENTION_BYTES.name());
        Retention byAge = age == -1 ? Retention.forever() : Retention.age(Duration.ofMillis(age));
        Retention bySize = bytes == -1 ? Retention.forever() : Retention.bytes(bytes);
        return byAge.or(bySize);
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
