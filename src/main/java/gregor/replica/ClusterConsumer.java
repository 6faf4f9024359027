package gregor.replica;

import module java.base;

import gregor.list.Entry;
import gregor.replica.Message.Fetch;
import gregor.replica.Message.Fetched;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.Tick;
import gregor.replica.Message.Timer;
import org.apache.kafka.common.protocol.Errors;

/// A consumer of a [Cluster]: reads from the leader, or from a broker nearby, up to the high watermark.
public final class ClusterConsumer implements Node {
    private static final Duration FETCH_INTERVAL = Duration.ofMillis(50);

    private final Cluster cluster;
    private final int number;
    private final String name;
    private final int nearest;
    private final List<String> read = new ArrayList<>();
    private final List<Long> truncations = new ArrayList<>();
    private PartitionState state;
    private int source;
    private long position;
    private int lastEpoch = -1;
    private long fetches;
    private boolean fetching;
    private long fetchedAt;
    private final LeastLoaded leastLoaded;

    /// @param nearest the broker in its rack, or -1
    ClusterConsumer(Cluster cluster, int number, String name, int nearest, PartitionState state) {
        this.cluster = cluster;
        this.number = number;
        leastLoaded = new LeastLoaded(cluster, number);
        this.name = name;
        this.nearest = nearest;
        this.state = state;
        source = state.leader();
        cluster.wake(number, Timer.FETCH, FETCH_INTERVAL);
    }

    @Override
    public void receive(int from, Message message) {
        switch (message) {
            case Fetched response -> {
                leastLoaded.hasAnswered(from);
                fetched(response);
            }
            case Metadata metadata -> {
                leastLoaded.hasAnswered(from);
                learn(metadata.state());
            }
            case Tick _ -> {
                if (!fetching || cluster.nanos() - fetchedAt > BrokerNode.FETCH_TIMEOUT.toNanos()) {
                    fetch();
                }
                cluster.wake(number, Timer.FETCH, FETCH_INTERVAL);
            }
            default -> {
                leastLoaded.isSilent(from);
                fetching = false;
                leastLoaded.ask();
            }
        }
    }

    private void fetch() {
        fetching = true;
        fetchedAt = cluster.nanos();
        if (source == PartitionState.NO_LEADER) {
            fetching = false;
            leastLoaded.ask();
            return;
        }
        leastLoaded.isSilent(source);
        cluster.send(number, source, new Fetch(++fetches, -1, -1, state.leaderEpoch(), position, lastEpoch, nearest));
    }

    private void fetched(Fetched response) {
        if (response.id() != fetches || !fetching) {
            return;
        }
        fetching = false;
        if (response.error() != Errors.NONE) {
            leastLoaded.ask();
        }
        // The leader's log has other events before the position (KIP-320).
        response.diverging().ifPresent(end -> {
            position = Math.max(0, Math.min(position, end.end()));
            lastEpoch = end.epoch();
            truncations.add(position);
        });
        for (EpochBatch batch : response.batches()) {
            for (Entry entry : batch.batch()) {
                read.add(String.valueOf(entry.event().text()));
                cluster.read(entry.offset(), String.valueOf(entry.event().text()));
                position = entry.offset() + 1;
                lastEpoch = batch.epoch();
            }
        }
        if (response.nearest() >= 0) {
            source = response.nearest();
        }
    }

    private void learn(PartitionState found) {
        if (found.version() > state.version()) {
            state = found;
        }
        source = state.leader();
    }

    /// Returns the texts of all events that it has read, in order.
    public List<String> read() {
        return Collections.unmodifiableList(read);
    }

    /// Returns where it had to continue because the leader's log had lost events that it had read.
    public List<Long> truncations() {
        return Collections.unmodifiableList(truncations);
    }

    /// Returns its name, its position and what it has read: `Cid(2) [a, b]`.
    @Override
    public String toString() {
        return name + "(" + position + ") " + read;
    }
}
