package gregor.http;

import module java.base;

import gregor.broker.Arrivals;
import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.deque.OffsetReset;
import gregor.rebalance.Group;
import gregor.rebalance.IllegalGenerationException;
import gregor.rebalance.Member;
import gregor.rebalance.MemberSettings;
import gregor.rebalance.RebalanceInProgressException;
import gregor.rebalance.UnknownMemberIdException;
import gregor.topic.NotAssignedException;
import gregor.topic.PartitionEntry;
import gregor.topic.TopicConsumer;
import gregor.topic.TopicPartition;

/// The events of a member of a consumer group. Offsets are committed after sending, so events that a disconnected
/// client did not receive are sent again, to it or to another member.
final class GroupEventSource implements EventSource {
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);

    private final Broker broker;
    private final String name;
    private final List<String> topics;
    private final IsolationLevel isolation;
    private final int maxEvents;
    private final MemberSettings settings;
    private final OffsetReset reset;
    private TopicConsumer reader;
    private long topicsVersion = -1;
    private SortedMap<TopicPartition, Long> starts = new TreeMap<>();
    private Group group;
    private Member member;

    GroupEventSource(Broker broker, String name, List<String> topics, OffsetReset reset, IsolationLevel isolation,
            int maxEvents) {
        this.broker = broker;
        this.name = name;
        this.topics = topics;
        this.isolation = isolation;
        this.maxEvents = maxEvents;
        settings = MemberSettings.of(topics.toArray(String[]::new)).with(reset).manualCommit().timeouts(SESSION_TIMEOUT,
                SESSION_TIMEOUT);
        this.reset = reset;
    }

    /// Keeps up the membership under the group's lock; reads, and waits for events or a rebalance, without it.
    @Override
    public List<PartitionEntry> next(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<PartitionEntry> entries;
        do {
            topics.forEach(topic -> broker.partition(topic, 0));
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            entries = next(deadline, left.compareTo(HEARTBEAT_INTERVAL) < 0 ? left : HEARTBEAT_INTERVAL);
        } while (entries.isEmpty() && System.nanoTime() < deadline);
        return entries;
    }

    private List<PartitionEntry> next(long deadline, Duration step) {
        var changed = new CountDownLatch(1);
        Runnable listener = changed::countDown;
        broker.groups().addListener(name, listener);
        try {
            Optional<SortedMap<TopicPartition, Long>> assigned = broker.groups().await(name, step, this::assigned);
            List<PartitionEntry> entries = assigned.map(this::read).orElse(List.of());
            if (entries.isEmpty() && assigned.isPresent() && System.nanoTime() < deadline) {
                Arrivals.await(broker, isolation, positions(), changed, step);
            }
            return entries;
        } finally {
            broker.groups().removeListener(name, listener);
        }
    }

    /// Returns the member's position in each of its partitions; empty during a rebalance.
    private Optional<SortedMap<TopicPartition, Long>> assigned(Group current) {
        if (current != group) {
            group = current;
            member = new Member("http", current, broker.topics(), settings, broker.settings().steadyClock());
        }
        member.maintainMembership();
        return member.joining() ? Optional.empty() : Optional.of(member.position());
    }

    private List<PartitionEntry> read(SortedMap<TopicPartition, Long> from) {
        starts = from;
        long version = broker.topicsVersion();
        if (version != topicsVersion) {
            reader = new TopicConsumer("http", EventSource.topics(broker, topics, isolation), reset);
            topicsVersion = version;
        }
        reader.assign(starts.keySet());
        starts.forEach(reader::seek);
        return reader.poll(maxEvents);
    }

    private SortedMap<TopicPartition, Long> positions() {
        var positions = new TreeMap<TopicPartition, Long>();
        reader.assignment().forEach(partition -> positions.put(partition, reader.position(partition)));
        return positions;
    }

    /// Commits the partitions that the member has had since it read them: others continue at the last commit.
    @Override
    public void commit() {
        try {
            broker.groups().in(name, current -> {
                Map<TopicPartition, Long> held = member.position();
                positions().forEach((partition, position) -> {
                    if (starts.get(partition).equals(held.get(partition))) {
                        member.seek(partition, position);
                    }
                });
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
