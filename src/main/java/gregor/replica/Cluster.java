package gregor.replica;

import module java.base;

import gregor.replica.Message.Disconnected;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.Tick;
import gregor.replica.Message.Timer;

/// Brokers that share one log, simulated: one clock, one network, one controller, and no thread.
///
/// All messages and alarms are events in one queue; the next one is the earliest. The same settings, seed and calls have
/// the same history. One thread at a time may call it.
public final class Cluster {
    private final ClusterSettings settings;
    private final Network network;
    private final TreeSet<Pending> pending = new TreeSet<>();
    private final SortedMap<Integer, Node> nodes = new TreeMap<>();
    private final SortedMap<Integer, BrokerNode> brokers = new TreeMap<>();
    private final Map<Integer, Integer> starts = new HashMap<>();
    private final Map<Integer, List<Pending>> paused = new TreeMap<>();
    private final Map<Integer, Double> rates = new HashMap<>();
    private final Metrics metrics = new Metrics();
    private final Invariants invariants = new Invariants(this);
    private final ControllerNode controller;
    private Consumer<Pending> observer = _ -> {};
    private long nanos;
    private long sequence;
    private int clients;

    /// A message on its way, or an alarm.
    ///
    /// @param sent   in ns
    /// @param at     when it arrives, in ns
    /// @param number breaks ties
    /// @param start  the start of the receiver that it is meant for: a connection does not survive a process
    public record Pending(long sent, long at, long number, int from, int to, int start,
            Message message) implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }

        public boolean isTimer() {
            return message instanceof Tick;
        }
    }

    /// Starts the brokers 1, 2, …; broker 1 leads, and all are in sync.
    public Cluster(ClusterSettings settings) {
        this.settings = settings;
        network = new Network(new SplittableRandom(settings.seed()));
        List<Integer> numbers = IntStream.rangeClosed(1, settings.brokers()).boxed().toList();
        controller = new ControllerNode(this, settings, numbers);
        nodes.put(ControllerNode.NUMBER, controller);
        for (int number : numbers) {
            var broker = new BrokerNode(this, settings, number);
            brokers.put(number, broker);
            nodes.put(number, broker);
        }
        brokers.values().forEach(broker -> {
            broker.receive(ControllerNode.NUMBER, new Metadata(controller.state()));
            broker.wake();
        });
    }

    public ClusterProducer producer(String name, Acks acks) {
        return producer(name, acks, true);
    }

    public ClusterProducer producer(String name, Acks acks, boolean idempotent) {
        var producer = new ClusterProducer(this, --clients, name, acks, idempotent, controller.state());
        nodes.put(clients, producer);
        return producer;
    }

    /// Adds a consumer that reads from the leader.
    public ClusterConsumer consumer(String name) {
        return consumer(name, -1);
    }

    /// Adds a consumer that reads from a broker in its rack if that is in sync (KIP-392).
    public ClusterConsumer consumer(String name, int nearest) {
        var consumer = new ClusterConsumer(this, --clients, name, nearest, controller.state());
        nodes.put(clients, consumer);
        return consumer;
    }

    // time

    public void run(Duration time) {
        long end = nanos + time.toNanos();
        while (!pending.isEmpty() && pending.first().at() <= end) {
            deliver(pending.first());
        }
        nanos = end;
    }

    /// Lets time pass until a condition holds.
    ///
    /// @return whether it holds; false after `limit`
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = nanos + limit.toNanos();
        while (!condition.getAsBoolean() && !pending.isEmpty() && pending.first().at() <= end) {
            deliver(pending.first());
        }
        return condition.getAsBoolean();
    }

    /// Makes one thing happen, now or at its time if that is later.
    public void deliver(Pending next) {
        pending.remove(next);
        nanos = Math.max(nanos, next.at());
        if (!isConnected(next)) {
            if (!next.isTimer() && next.from() < 0) {
                send(next.to(), next.from(), new Disconnected());
            }
        } else if (paused.containsKey(next.to())) {
            paused.get(next.to()).add(next);
        } else {
            Objects.requireNonNull(nodes.get(next.to())).receive(next.from(), next.message());
        }
        if (settings.timers() && !next.isTimer()) {
            invariants.check();
        }
        observer.accept(next);
    }

    /// Sets what receives each message and alarm after it has arrived.
    public void observe(Consumer<Pending> with) {
        observer = with;
    }

    /// Reports whether the process that a message is meant for is still running.
    public boolean isConnected(Pending message) {
        return starts.getOrDefault(message.to(), 0) == message.start()
                && (!brokers.containsKey(message.to()) || broker(message.to()).isRunning());
    }

    /// Delays a message by an hour.
    public void hold(Pending message) {
        pending.remove(message);
        add(Duration.ofHours(1).toNanos(), message.from(), message.to(), message.message());
    }

    /// Lets a message arrive a second time, an hour later.
    public void repeat(Pending message) {
        add(Duration.ofHours(1).toNanos(), message.from(), message.to(), message.message());
    }

    public void drop(Pending message) {
        pending.remove(message);
    }

    /// Returns what may happen next, in the order of time.
    public SortedSet<Pending> pending() {
        return Collections.unmodifiableSortedSet(pending);
    }

    public Duration now() {
        return Duration.ofNanos(nanos);
    }

    /// Returns the time since the start, in ns.
    public long nanos() {
        return nanos;
    }

    // nodes

    /// Sends a message over the network; nothing happens if no broker has the number.
    void send(int from, int to, Message message) {
        if (nodes.containsKey(to)) {
            for (Duration delay : network.deliveries(from, to)) {
                add(delay.toNanos(), from, to, message);
            }
        }
    }

    /// Sets an alarm of a node, by its own clock.
    void wake(int node, Timer timer, Duration after) {
        if (settings.timers()) {
            add((long) (after.toNanos() / rates.getOrDefault(node, 1.0)), node, node, new Tick(timer));
        }
    }

    /// Reports whether time passes by itself, as in all clusters but those that are explored.
    boolean hasTimers() {
        return settings.timers();
    }

    private void add(long delay, int from, int to, Message message) {
        pending.add(new Pending(nanos, nanos + delay, sequence++, from, to, starts.getOrDefault(to, 0), message));
    }

    void acknowledged(ClusterProducer producer, String text, long offset) {
        invariants.acknowledged(producer.acks(), text, offset);
    }

    /// Reports whether an idempotent producer has sent a text, and no other one.
    boolean sendsOnce(String text) {
        return nodes.values().stream()
                .filter(node -> node instanceof ClusterProducer producer && producer.hasSent(text))
                .allMatch(node -> ((ClusterProducer) node).isIdempotent());
    }

    void read(long offset, String text) {
        invariants.read(offset, text);
    }

    // faults

    /// Kills the process of a broker. The machine, with what it has in memory, continues.
    public void crash(int broker) {
        broker(broker).stop();
        stopped(broker);
    }

    /// Fails the machine of a broker: events that are not on its disk are lost.
    public void failPower(int broker) {
        crash(broker);
        broker(broker).powerFailed();
    }

    /// Kills a broker, and replaces its disk by an empty one.
    public void loseDisk(int broker) {
        crash(broker);
        broker(broker).loseDisk();
    }

    /// Shuts a broker down properly: another one leads before it ends.
    public void shutDown(int broker) {
        broker(broker).shutDown();
    }

    /// The process of a broker has ended: its connections are closed.
    void stopped(int broker) {
        starts.merge(broker, 1, Integer::sum);
        paused.remove(broker);
        nodes.keySet().stream().filter(node -> node < 0).forEach(client -> send(broker, client, new Disconnected()));
    }

    public void restart(int broker) {
        broker(broker).start();
    }

    /// Stops a broker's process for a while, as a long garbage collection does. Messages wait for it.
    public void pause(int broker) {
        paused.putIfAbsent(broker, new ArrayList<>());
    }

    public boolean isPaused(int broker) {
        return paused.containsKey(broker);
    }

    public void resume(int broker) {
        for (Pending held : Objects.requireNonNullElse(paused.remove(broker), List.<Pending>of())) {
            add(0, held.from(), held.to(), held.message());
        }
    }

    /// Sets how fast a node's clock runs.
    ///
    /// @param rate 1 for a right one, 2 for one that runs twice as fast
    public void clock(int node, double rate) {
        rates.put(node, rate);
    }

    /// Elects any living replica if there is no leader, as `kafka-leader-election.sh --election-type unclean` does.
    public void electUncleanly() {
        controller.electUncleanly();
    }

    // state

    /// Returns the links between the nodes: the controller is 0, brokers have their numbers, clients -1, -2, ….
    public Network network() {
        return network;
    }

    public SortedMap<Integer, BrokerNode> brokers() {
        return Collections.unmodifiableSortedMap(brokers);
    }

    /// Returns one broker.
    ///
    /// @throws IllegalArgumentException if there is none with this number
    public BrokerNode broker(int number) {
        BrokerNode broker = brokers.get(number);
        if (broker == null) {
            throw new IllegalArgumentException(
                    "there is no broker " + number + "; the brokers are " + brokers.keySet());
        }
        return broker;
    }

    public PartitionState state() {
        return controller.state();
    }

    public ControllerNode controller() {
        return controller;
    }

    public Metrics metrics() {
        return metrics;
    }

    public Invariants invariants() {
        return invariants;
    }

    /// Draws the brokers: `*` leads, `-` is in sync, `x` is stopped.
    @Override
    public String toString() {
        var lines = new StringJoiner("\n");
        lines.add(String.format(Locale.ROOT, "%.3f s  %s", nanos / 1e9, state()));
        brokers.forEach((number, broker) -> lines
                .add((!broker.isRunning() ? "x" : broker.isLeader() ? "*" : state().isr().contains(number) ? "-" : " ")
                        + " " + number + "  " + broker.replica()));
        return lines.toString();
    }
}
