package gregor.replica;

import module java.base;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.replica.Message.Disconnected;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.Produce;
import gregor.replica.Message.Produced;
import gregor.replica.Message.Timer;
import org.apache.kafka.common.protocol.Errors;

/// A producer of a [Cluster]: sends events one by one to the leader, and sends again what is not acknowledged.
public final class ClusterProducer implements Node {
    private static final Duration RETRY_BACKOFF = Duration.ofMillis(100);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    /// A leader remembers the last five batches of a producer (Kafka: `max.in.flight.requests.per.connection`).
    private static final int MAX_IN_FLIGHT = 5;

    private final Cluster cluster;
    private final int number;
    private final String name;
    private final Acks acks;
    private final boolean idempotent;
    private final SortedMap<Integer, Sent> open = new TreeMap<>();
    private final Map<Long, Sent> requests = new HashMap<>();
    private final SortedMap<String, Long> acknowledged = new TreeMap<>();
    private final List<Errors> errors = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private final LeastLoaded leastLoaded;
    private PartitionState state;
    private int sent;
    private int sequence;
    private short epoch;
    private long request;
    private boolean ticking;

    /// An event that is not acknowledged yet.
    private static final class Sent {
        private final String text;
        private Batch batch;
        private long request = -1;
        private boolean first;
        private int to;
        /// When it was sent, in ns; -1 if it is not on its way.
        private long at = -1;

        Sent(String text, Batch batch) {
            this.text = text;
            this.batch = batch;
        }
    }

    ClusterProducer(Cluster cluster, int number, String name, Acks acks, boolean idempotent, PartitionState state) {
        this.cluster = cluster;
        this.number = number;
        leastLoaded = new LeastLoaded(cluster, number);
        this.name = name;
        this.acks = acks;
        this.idempotent = idempotent;
        this.state = state;
    }

    /// Sends an event with a text to the broker that it takes for the leader.
    public void send(String text) {
        var event = new Sent(text, batch(text));
        open.put(sent++, event);
        texts.add(text);
        if (window().contains(event)) {
            send(event);
        }
        if (acks == Acks.NONE) {
            open.clear();
        } else if (!ticking) {
            ticking = true;
            cluster.wake(number, Timer.RETRY, RETRY_BACKOFF);
        }
    }

    private Batch batch(String text) {
        Origin origin = idempotent ? new Origin(-number, epoch, sequence++) : Origin.UNKNOWN;
        return ListBatch.of(origin, List.of(Event.of(text)));
    }

    private void send(Sent event) {
        if (state.leader() == PartitionState.NO_LEADER) {
            askForLeader();
            return;
        }
        event.at = cluster.nanos();
        event.to = state.leader();
        event.request = ++request;
        event.first = Objects.requireNonNull(open.firstEntry()).getValue() == event;
        if (acks != Acks.NONE) {
            requests.put(request, event);
            leastLoaded.isSilent(event.to);
        }
        cluster.send(number, event.to, new Produce(request, acks, event.batch));
    }

    @Override
    public void receive(int from, Message message) {
        switch (message) {
            case Produced response -> {
                leastLoaded.hasAnswered(from);
                produced(response);
            }
            case Metadata metadata -> {
                leastLoaded.hasAnswered(from);
                learn(metadata.state());
            }
            case Disconnected _ -> failed(from);
            default -> retry();
        }
    }

    private void produced(Produced response) {
        Sent event = requests.remove(response.id());
        if (event == null) {
            return;
        }
        if (response.error() == Errors.NONE) {
            acknowledged(event, response.offset());
            return;
        }
        errors.add(response.error());
        if (response.id() == event.request) {
            event.at = -1;
            if (response.error() == Errors.OUT_OF_ORDER_SEQUENCE_NUMBER && event.first) {
                bumpEpoch();
            }
        }
        askForLeader();
    }

    private void acknowledged(Sent event, long offset) {
        open.values().remove(event);
        requests.values().removeIf(other -> other == event);
        acknowledged.put(event.text, offset);
        cluster.acknowledged(this, event.text, offset);
        window().stream().filter(next -> next.request < 0).forEach(this::send);
    }

    /// All events before the first one are acknowledged, and the leader lacks some of them: it continues with sequence 0
    /// of a new epoch, as Kafka's producer does (`requestIdempotentEpochBumpForPartition`, KIP-360).
    private void bumpEpoch() {
        epoch++;
        sequence = 0;
        open.values().forEach(event -> event.batch = batch(event.text));
    }

    private void learn(PartitionState found) {
        if (found.version() > state.version()) {
            state = found;
            sendAgain();
        }
    }

    /// A broker has closed the connection, or does not answer.
    private void failed(int broker) {
        leastLoaded.isSilent(broker);
        open.values().stream().filter(event -> event.to == broker).forEach(event -> event.at = -1);
        askForLeader();
    }

    public void askForLeader() {
        leastLoaded.ask();
    }

    private void retry() {
        ticking = !open.isEmpty();
        if (ticking) {
            cluster.wake(number, Timer.RETRY, RETRY_BACKOFF);
            Sent oldest = window().getFirst();
            if (oldest.at >= 0 && cluster.nanos() - oldest.at > REQUEST_TIMEOUT.toNanos()) {
                failed(oldest.to);
            }
            sendAgain();
        }
    }

    private void sendAgain() {
        window().stream().filter(event -> event.at < 0).forEach(this::send);
    }

    /// Sends the first events that are not acknowledged to the leader, in their order.
    public void retryNow() {
        window().forEach(this::send);
    }

    private List<Sent> window() {
        return open.isEmpty() ? List.of() : List.copyOf(open.headMap(open.firstKey() + MAX_IN_FLIGHT).values());
    }

    /// Appends all that decides what it will do.
    public void describe(StringBuilder to) {
        to.append('|').append(open.keySet()).append(acknowledged).append(state.partitionEpoch()).append(state.leader())
                .append('a').append(leastLoaded).append(epoch);
    }

    /// Reports whether a request is the latest one for its event.
    public boolean isLast(long id) {
        Sent event = requests.get(id);
        return event != null && event.request == id;
    }

    /// Returns which responses it waits for.
    public Acks acks() {
        return acks;
    }

    public SortedMap<String, Long> acknowledged() {
        return Collections.unmodifiableSortedMap(acknowledged);
    }

    public int waiting() {
        return open.size();
    }

    boolean hasSent(String text) {
        return texts.contains(text);
    }

    /// Reports whether the cluster stores each of its events once: it has sent no text twice.
    boolean isIdempotent() {
        return idempotent && epoch == 0 && texts.size() == sent;
    }

    public int sent() {
        return sent;
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
