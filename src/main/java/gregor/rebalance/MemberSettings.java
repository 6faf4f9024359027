package gregor.rebalance;

import gregor.deque.OffsetReset;
import gregor.group.Assignor;
import gregor.group.RangeAssignor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// How a member behaves. The standards are those of Kafka's consumer, but for the assignor, where Kafka has two.
///
/// @param reset           where to begin without a bookmark; Kafka: `auto.offset.reset`
/// @param sessionTimeout  after how long without a sign of life it is taken for dead; Kafka: `session.timeout.ms`
/// @param maxPollInterval how long it may take from one poll to the next; Kafka: `max.poll.interval.ms`
/// @param autoCommit      how often it commits by itself, if at all; Kafka: `auto.commit.interval.ms`
/// @param instance        a name that it keeps when it starts again; Kafka: `group.instance.id`
public record MemberSettings(SortedSet<String> topics, Assignor assignor, OffsetReset reset, Duration sessionTimeout,
        Duration maxPollInterval, Optional<Duration> autoCommit, Optional<String> instance,
        RebalanceListener listener) {
    /// Kafka's standards: latest, 45 seconds, 5 minutes, a commit every 5 seconds, no name.
    public static MemberSettings of(String... topics) {
        return new MemberSettings(new TreeSet<>(List.of(topics)), new RangeAssignor(), OffsetReset.LATEST,
                Duration.ofSeconds(45), Duration.ofMinutes(5), Optional.of(Duration.ofSeconds(5)), Optional.empty(),
                RebalanceListener.NONE);
    }

    /// Returns the same settings with another assignor.
    public MemberSettings with(Assignor other) {
        return new MemberSettings(topics, other, reset, sessionTimeout, maxPollInterval, autoCommit, instance,
                listener);
    }

    /// Returns the same settings with another place to begin.
    public MemberSettings with(OffsetReset other) {
        return new MemberSettings(topics, assignor, other, sessionTimeout, maxPollInterval, autoCommit, instance,
                listener);
    }

    /// Returns the same settings with a listener.
    public MemberSettings with(RebalanceListener other) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, autoCommit, instance,
                other);
    }

    /// Returns the same settings with other timeouts.
    public MemberSettings timeouts(Duration session, Duration maxPoll) {
        return new MemberSettings(topics, assignor, reset, session, maxPoll, autoCommit, instance, listener);
    }

    /// Returns the same settings, with commits every so often.
    public MemberSettings autoCommit(Duration interval) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, Optional.of(interval),
                instance, listener);
    }

    /// Returns the same settings, with commits only when the program says so.
    public MemberSettings manualCommit() {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, Optional.empty(), instance,
                listener);
    }

    /// Returns the same settings with a name that it keeps.
    public MemberSettings named(String name) {
        return new MemberSettings(topics, assignor, reset, sessionTimeout, maxPollInterval, autoCommit,
                Optional.of(name), listener);
    }
}
