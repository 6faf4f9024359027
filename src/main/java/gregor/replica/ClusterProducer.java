package gregor.replica;

import module java.base;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.MetadataRequest;
import gregor.replica.Message.Produce;
import gregor.replica.Message.Produced;
import gregor.replica.Message.Tick;
import gregor.replica.Message.Timer;
import org.apache.kafka.common.protocol.Errors;

/// A producer of a [Cluster]: sends events one by one to the leader, and sends again what is not acknowledged.
public final class ClusterProducer implements Node {
    private static final Duration RETRY_BACKOFF = Duration.ofMillis(100);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    /// A leader remembers the last five batches of a producer (Kafka: `max.in.flight.requests.per.connection`).
    private static final int MAX_IN_FLIGHT = 5;
    private static final Set<Errors> FATAL = EnumSet.of(Errors.INVALID_PRODUCER_EPOCH);

    private final Cluster cluster;
    private final int number;
    private final String name;
    private final Acks acks;
    private final boolean idempotent;
    private final SortedMap<Long, Sent> open = new TreeMap<>();
    private final SortedMap<String, Long> acknowledged = new TreeMap<>();
    private final List<Errors> errors = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private PartitionState state;
    private int next;
    private int asked;

    /// An event that is not acknowledged yet.
    private static final class Sent {
        private final String text;
        private final Produce request;
        private long at = -1;

        Sent(String text, Produce request) {
            this.text = text;
            this.request = request;
        }
    }

    ClusterProducer(Cluster cluster, int number, String name, Acks acks, boolean idempotent, PartitionState state) {
        this.cluster = cluster;
        this.number = number;
        this.name = name;
        this.acks = acks;
        this.idempotent = idempotent;
        this.state = state;
    }

    /// Sends an event with a text to the broker that it takes for the leader.
    public void send(String text) {
        Origin origin = idempotent ? new Origin(-number, (short) 0, next) : Origin.UNKNOWN;
        var sent = new Sent(text, new Produce(next, acks, ListBatch.of(origin, List.of(Event.of(text)))));
        if (acks != Acks.NONE) {
            open.put((long) next, sent);
        }
        next++;
        texts.add(text);
        if (acks == Acks.NONE || window().contains(sent)) {
            send(sent);
        }
        cluster.wake(number, Timer.RETRY, RETRY_BACKOFF);
    }

    private void send(Sent sent) {
        sent.at = cluster.nanos();
        if (state.leader() == PartitionState.NO_LEADER) {
            askForLeader();
        } else {
            cluster.send(number, state.leader(), sent.request);
        }
    }

    @Override
    public void receive(int from, Message message) {
        switch (message) {
            case Produced response -> produced(response);
            case Metadata metadata -> learn(metadata.state());
            case Tick _ -> retry();
            default -> askForLeader();
        }
    }

    private void produced(Produced response) {
        Sent sent = open.get(response.id());
        if (sent == null) {
            return;
        }
        if (response.error() == Errors.NONE || FATAL.contains(response.error())) {
            open.remove(response.id());
        }
        if (response.error() == Errors.NONE) {
            acknowledged.put(sent.text, response.offset());
            cluster.acknowledged(this, sent.text, response.offset());
            window().stream().filter(next -> next.at < 0).forEach(this::send);
        } else {
            errors.add(response.error());
            askForLeader();
        }
    }

    private void learn(PartitionState found) {
        if (found.version() > state.version()) {
            state = found;
            retryNow();
        }
    }

    /// Asks the brokers in turn who leads.
    void askForLeader() {
        asked = asked % cluster.brokers().size() + 1;
        cluster.send(number, asked, new MetadataRequest());
    }

    private void retry() {
        if (!open.isEmpty()) {
            cluster.wake(number, Timer.RETRY, RETRY_BACKOFF);
            long oldest = window().getFirst().at;
            if (cluster.nanos() - oldest > REQUEST_TIMEOUT.toNanos()) {
                askForLeader();
                retryNow();
            } else if (!errors.isEmpty() || state.leader() == PartitionState.NO_LEADER) {
                retryNow();
            }
        }
    }

    /// Sends the first events that are not acknowledged to the leader, in their order.
    void retryNow() {
        window().forEach(this::send);
    }

    private List<Sent> window() {
        return open.isEmpty() ? List.of() : List.copyOf(open.headMap(open.firstKey() + MAX_IN_FLIGHT).values());
    }

    /// Appends all that decides what it will do.
    void describe(StringBuilder to) {
        to.append('|').append(open.keySet()).append(acknowledged).append(state.partitionEpoch()).append(state.leader())
                .append('a').append(asked);
    }

    Acks acks() {
        return acks;
    }

    /// Returns the acknowledged events with their offsets.
    public SortedMap<String, Long> acknowledged() {
        return Collections.unmodifiableSortedMap(acknowledged);
    }

    /// Returns the number of events that are sent and not acknowledged.
    public int waiting() {
        return open.size();
    }

    boolean hasSent(String text) {
        return texts.contains(text);
    }

    /// Reports whether the cluster stores each of its events once: it has sent no text twice.
    boolean isIdempotent() {
        return idempotent && texts.size() == next;
    }

    /// Returns the number of events that were sent.
    int sent() {
        return next;
    }

    /// Returns the errors of all responses, in order.
    public List<Errors> errors() {
        return Collections.unmodifiableList(errors);
    }

    /// Returns its name and what is acknowledged: `Ann {a=0, b=1}`.
    @Override
    public String toString() {
        return name + " " + acknowledged + (open.isEmpty() ? "" : ", " + open.size() + " waiting");
    }
}
