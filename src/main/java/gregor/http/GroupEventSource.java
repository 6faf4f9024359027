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

/// The events of a member of a consumer group. Offsets are committed after sending, so events that a disconnected
/// client did not receive are sent again, to it or to another member.
final class GroupEventSource implements EventSource {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);

    private final Broker broker;
    private final String name;
    private final List<String> topics;
    private final int maxEvents;
    private final MemberSettings settings;
    private Group group;
    private Member member;

    GroupEventSource(Broker broker, String name, List<String> topics, OffsetReset reset, int maxEvents) {
        this.broker = broker;
        this.name = name;
        this.topics = topics;
        this.maxEvents = maxEvents;
        settings = MemberSettings.of(topics.toArray(String[]::new)).with(reset).manualCommit().timeouts(SESSION_TIMEOUT,
                SESSION_TIMEOUT);
    }

    /// Polls under the group's lock and waits for events without it. Every 500 ms it checks for a rebalance and for
    /// deleted topics.
    @Override
    public List<PartitionEntry> next(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<PartitionEntry> entries;
        do {
            topics.forEach(topic -> broker.partition(topic, 0));
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Duration step = left.compareTo(POLL_INTERVAL) < 0 ? left : POLL_INTERVAL;
            entries = broker.groups().await(name, step, this::pollIfAssigned).orElse(List.of());
            if (entries.isEmpty() && !member.joining()) {
                PartitionOffsets.await(broker, positions(), step);
            }
        } while (entries.isEmpty() && System.nanoTime() < deadline);
        return entries;
    }

    private Optional<List<PartitionEntry>> pollIfAssigned(Group current) {
        if (current != group) {
            group = current;
            member = new Member("http", current, broker.topics(), settings, broker.settings().steadyClock());
        }
        List<PartitionEntry> entries = member.poll(maxEvents);
        return member.joining() && entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    }

    private Map<TopicPartition, Long> positions() {
        return broker.groups().in(name, current -> new TreeMap<>(member.position()));
    }

    /// Does nothing after a rebalance: the next member continues at the last commit.
    @Override
    public void commit() {
        try {
            broker.groups().in(name, current -> {
                member.commit();
                return null;
            });
        } catch (RebalanceInProgressException | UnknownMemberIdException | IllegalGenerationException
                | NotAssignedException e) {
            // the events are sent again: at least once
        }
    }

    @Override
    public String lastEventId(PartitionEntry sent) {
        return "";
    }

    @Override
    public void close() {
        if (member != null) {
            broker.groups().in(name, current -> {
                member.leave();
                return null;
            });
        }
    }
}
