package gregor.rebalance;

import module java.base;

import gregor.deque.OffsetReset;
import gregor.group.Assignor;
import gregor.group.RangeAssignor;

/// The settings of a member, with the defaults of Kafka's consumer; only the assignor differs, where Kafka lists two.
///
/// @param reset           where it starts without a committed offset; Kafka: `auto.offset.reset`
/// @param sessionTimeout  how long it may be silent before the group removes it; Kafka: `session.timeout.ms`
/// @param maxPollInterval the longest time between two polls; Kafka: `max.poll.interval.ms`
/// @param autoCommit      the interval of automatic commits; empty for none; Kafka: `auto.commit.interval.ms`
/// @param instance        the name that it keeps across restarts; Kafka: `group.instance.id`
/// @param listener        receives the changes of its assignment
public record MemberSettings(SortedSet<String> topics, Assignor assignor, OffsetReset reset, Duration sessionTimeout,
        Duration maxPollInterval, Optional<Duration> autoCommit, Optional<String> instance,
        RebalanceListener listener) {
    /// Returns Kafka's defaults: latest, 45 seconds, 5 minutes, a commit every 5 seconds, no instance name.
    public static MemberSettings of(String... topics) {
        return new MemberSettings(new TreeSet<>(List.of(topics)), new RangeAssignor(), OffsetReset.LATEST,
                Duration.ofSeconds(45), Duration.ofMinutes(5), Optional.of(Duration.ofSeconds(5)), Optional.empty(),
                RebalanceListener.NONE);
    }

    public MemberSettings with(Assignor other) {
        return new MemberSettings(topics, other, reset, sessionTimeout, maxPollInterval, autoCommit, instance,
                listener);
    }

    public MemberSettings with(OffsetReset other) {
        return new MemberSettings(topics, assignor, other, sessionTimeout, maxPollInterval, autoCommit, instance,
                listener);
    }

    public MemberSettings with(RebalanceListener other) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, autoCommit, instance,
                other);
    }

    public MemberSettings timeouts(Duration session, Duration maxPoll) {
        return new MemberSettings(topics, assignor, reset, session, maxPoll, autoCommit, instance, listener);
    }

    /// Returns the same settings with automatic commits at an interval.
    public MemberSettings autoCommit(Duration interval) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, Optional.of(interval),
                instance, listener);
    }

    /// Returns the same settings without automatic commits.
    public MemberSettings manualCommit() {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, Optional.empty(), instance,
                listener);
    }

    public MemberSettings named(String name) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, autoCommit,
                Optional.of(name), listener);
    }
}
