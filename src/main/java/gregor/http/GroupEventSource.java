package gregor.http;

import gregor.broker.Broker;
import gregor.deque.OffsetReset;
import gregor.rebalance.Group;
import gregor.rebalance.IllegalGenerationException;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.rebalance.RebalanceInProgressException;
import gregor.rebalance.UnknownMemberIdException;
import gregor.topic.NotAssignedException;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Events for a member of a group. What was sent is committed behind it; so what a client has lost on the way when it
/// went away comes again, to it or to another member.
final class GroupEventSource implements EventSource {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration SESSION = Duration.ofSeconds(30);

    private final Broker broker;
    private final String group;
    private final List<String> topics;
    private final int maxEvents;
    private final MemberSettings settings;
    private Group known;
    private Member member;

    GroupEventSource(Broker broker, String group, List<String> topics, OffsetReset reset, int maxEvents) {
        this.broker = broker;
        this.group = group;
        this.topics = topics;
        this.maxEvents = maxEvents;
        settings = MemberSettings.of(topics.toArray(String[]::new)).with(reset).manualCommit()
                .timeouts(SESSION, SESSION);
    }

    /// Polls with the group's lock; waits for events without it. Now and then it looks whether the group agrees anew,
    /// and whether there still is what it reads.
    @Override
    public List<PartitionEntry> next(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<PartitionEntry> some;
        do {
            topics.forEach(topic -> broker.partition(topic, 0));
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Duration step = left.compareTo(POLL_INTERVAL) < 0 ? left : POLL_INTERVAL;
            some = broker.groups().await(group, step, this::pollIfAgreed).orElse(List.of());
            if (some.isEmpty() && !member.joining()) {
                PartitionOffsets.await(broker, positions(), step);
            }
        } while (some.isEmpty() && System.nanoTime() < deadline);
        return some;
    }

    private Optional<List<PartitionEntry>> pollIfAgreed(Group now) {
        if (now != known) {
            known = now;
            member = new Member("http", now, broker.topics(), settings, broker.settings().clock());
        }
        List<PartitionEntry> some = member.poll(maxEvents);
        return member.joining() && some.isEmpty() ? Optional.empty() : Optional.of(some);
    }

    private Map<TopicPartition, Long> positions() {
        return broker.groups().in(group, now -> new TreeMap<>(member.position()));
    }

    /// If the group has agreed anew meanwhile, somebody else reads on from the last commit.
    @Override
    public void commit() {
        try {
            broker.groups().in(group, now -> {
                member.commit();
                return null;
            });
        } catch (RebalanceInProgressException | UnknownMemberIdException | IllegalGenerationException
                | NotAssignedException e) {
            // what was sent is read again: at least once
        }
    }

    @Override
    public String place(PartitionEntry sent) {
        return "";
    }

    @Override
    public void close() {
        if (member != null) {
            broker.groups().in(group, now -> {
                member.leave();
                return null;
            });
        }
    }
}
