package gregor.replica.explorer;

import module java.base;

import gregor.replica.Acks;
import gregor.replica.BrokerNode;
import gregor.replica.Cluster;
import gregor.replica.Cluster.Pending;
import gregor.replica.ClusterProducer;
import gregor.replica.ClusterSettings;
import gregor.replica.Message.Fetch;
import gregor.replica.Message.Fetched;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.Produce;
import gregor.replica.Message.Produced;
import gregor.replica.explorer.Action.Kind;

/// A small cluster in which nothing happens by itself, and what can happen next.
final class World {
    private final Cluster cluster;
    private final ClusterProducer producer;
    private final int minInsync;
    private final int events;

    /// @param events the number of events that the producer sends with acks=all
    World(ClusterSettings settings, int events) {
        cluster = new Cluster(settings);
        cluster.network().delay(Duration.ZERO, Duration.ZERO);
        producer = cluster.producer("Ann", Acks.ALL);
        minInsync = settings.minInsync();
        this.events = events;
    }

    Cluster cluster() {
        return cluster;
    }

    /// Returns the promises that are broken. An unclean election may lose events; Kafka promises nothing after it.
    List<String> broken() {
        return cluster.metrics().uncleanLeaderElections() > 0 ? List.of() : cluster.invariants().broken();
    }

    /// Returns what can happen without a fault, in the order in which it would: messages arrive, followers fetch, dead
    /// brokers are fenced, the producer sends, fenced brokers report that they are alive, delayed messages arrive, stopped
    /// brokers start.
    List<Action> possible() {
        var actions = new ArrayList<Action>();
        int arriving = (int) cluster.pending().stream().filter(message -> message.at() <= cluster.nanos()).count();
        IntStream.range(0, Math.min(2, arriving)).forEach(i -> actions.add(new Action(Kind.DELIVER, i)));
        brokers(Kind.FETCH, broker -> mayFetch(broker) && hasNews(broker), actions);
        brokers(Kind.FENCE,
                broker -> isAlive(broker) && (!broker.isRunning() || cluster.controller().isEarly(broker.number())),
                actions);
        if (producer.sent() < events) {
            actions.add(new Action(Kind.SEND, producer.sent()));
        }
        brokers(Kind.HEARTBEAT,
                broker -> broker.isRunning() && !isOnItsWay(broker.number(), 0, Object.class)
                        && !isOnItsWay(0, broker.number(), Object.class)
                        && (!isAlive(broker) || broker.state().version() < cluster.state().version()),
                actions);
        IntStream.range(arriving, cluster.pending().size()).forEach(i -> actions.add(new Action(Kind.DELIVER, i)));
        brokers(Kind.RESTART, broker -> !broker.isRunning(), actions);
        if (producer.waiting() > 0 && cluster.pending().stream().noneMatch(World::isClients)
                && cluster.brokers().values().stream().noneMatch(BrokerNode::isWaiting)) {
            actions.add(new Action(Kind.RETRY, 0));
        }
        return actions;
    }

    /// Returns a long delay of the next message, and the faults.
    ///
    /// @param lost the disks that have lost events; they stay fewer than `min.insync.replicas`
    List<Action> faults(int lost) {
        var actions = new ArrayList<Action>();
        if (!cluster.pending().isEmpty() && cluster.pending().first().at() <= cluster.nanos()) {
            Stream.of(Kind.HOLD, Kind.DROP, Kind.REPEAT).forEach(kind -> actions.add(new Action(kind, 0)));
        }
        brokers(Kind.CRASH, BrokerNode::isRunning, actions);
        brokers(Kind.FENCE, broker -> broker.isRunning() && isAlive(broker), actions);
        brokers(Kind.FAIL_POWER, broker -> broker.isRunning() && lost < minInsync - 1, actions);
        brokers(Kind.SHRINK,
                broker -> broker.isRunning() && !broker.isLeader() && cluster.state().isr().contains(broker.number()),
                actions);
        return actions;
    }

    private void brokers(Kind kind, Predicate<BrokerNode> may, List<Action> actions) {
        cluster.brokers().values().stream().filter(may)
                .forEach(broker -> actions.add(new Action(kind, broker.number())));
    }

    private boolean isAlive(BrokerNode broker) {
        return cluster.state().alive().containsKey(broker.number());
    }

    private boolean mayFetch(BrokerNode broker) {
        return broker.mayFetch() && !isOnItsWay(broker.number(), broker.state().leader(), Fetch.class)
                && !isOnItsWay(broker.state().leader(), broker.number(), Fetched.class);
    }

    private boolean isOnItsWay(int from, int to, Class<?> type) {
        return cluster.pending().stream().anyMatch(message -> message.from() == from && message.to() == to
                && message.at() <= cluster.nanos() && type.isInstance(message.message()));
    }

    /// Reports whether a follower's fetch would change something.
    private boolean hasNews(BrokerNode follower) {
        BrokerNode leader = cluster.broker(follower.state().leader());
        return leader.isLeader() && (leader.replica().end() != follower.replica().end()
                || leader.replica().highWatermark() > follower.replica().highWatermark()
                || isAlive(follower) && leader.state().alive().containsKey(follower.number()) && !leader.isProposing()
                        && !leader.state().isr().contains(follower.number())
                || !leader.hasFetched(follower.number(), follower.replica().end()));
    }

    private static boolean isClients(Pending message) {
        return message.from() < 0 || message.to() < 0;
    }

    boolean isPossible(Action action) {
        return switch (action.kind()) {
            case DELIVER, HOLD, DROP, REPEAT -> action.which() < cluster.pending().size();
            case FETCH -> cluster.broker(action.which()).mayFetch();
            case SEND -> action.which() == producer.sent();
            case RESTART -> !cluster.broker(action.which()).isRunning();
            case RETRY -> true;
            case FENCE -> cluster.state().alive().containsKey(action.which());
            case CRASH, FAIL_POWER, SHRINK, HEARTBEAT -> cluster.broker(action.which()).isRunning();
        };
    }

    void perform(Action action) {
        int which = action.which();
        switch (action.kind()) {
            case DELIVER -> cluster.deliver(pending(which));
            case HOLD -> cluster.hold(pending(which));
            case DROP -> cluster.drop(pending(which));
            case REPEAT -> cluster.repeat(pending(which));
            case SEND -> producer.send("" + (char) ('a' + which));
            case RETRY -> {
                producer.askForLeader();
                producer.retryNow();
            }
            case FETCH -> cluster.broker(which).fetch();
            case HEARTBEAT -> cluster.broker(which).heartbeat();
            case RESTART -> cluster.restart(which);
            case CRASH -> cluster.crash(which);
            case FAIL_POWER -> cluster.failPower(which);
            case FENCE -> cluster.controller().fence(which);
            case SHRINK -> cluster.brokers().values().forEach(broker -> broker.shrink(other -> other == which));
        }
        cluster.invariants().check();
    }

    /// Performs all that happens without a fault and at once; the producer sends nothing.
    ///
    /// @param until stops before a message with this name; empty for never
    /// @return what was performed
    List<Action> calm(String until) {
        var performed = new ArrayList<Action>();
        Optional<Action> next = Optional.empty();
        do {
            next.ifPresent(action -> {
                perform(action);
                performed.add(action);
            });
            next = possible().stream()
                    .filter(action -> !action.is(Kind.SEND) && !action.is(Kind.RETRY)
                            && !(action.is(Kind.DELIVER) && pending(action.which()).at() > cluster.nanos()))
                    .findFirst();
        } while (next.isPresent() && !(next.get().is(Kind.DELIVER)
                && pending(next.get().which()).message().getClass().getSimpleName().equals(until)));
        return performed;
    }

    Pending pending(int number) {
        return cluster.pending().stream().skip(number).findFirst().orElseThrow();
    }

    // states

    /// Returns a number that is the same for states that look the same: counters that only tell messages apart do not
    /// count, nor does the order in which messages were sent.
    long fingerprint(int faults, int lost) {
        var text = new StringBuilder().append(faults).append(lost);
        text.append(cluster.state().partitionEpoch()).append(cluster.state()).append(cluster.state().alive());
        cluster.brokers().values().forEach(broker -> {
            text.append(cluster.controller().isEarly(broker.number()));
            broker.describe(text);
        });
        producer.describe(text);
        cluster.pending().stream().map(this::normal).sorted().forEach(text::append);
        return hash(text);
    }

    private String normal(Pending pending) {
        BrokerNode receiver = cluster.brokers().get(pending.to());
        BrokerNode sender = cluster.brokers().get(pending.from());
        Object content = switch (pending.message()) {
            case Fetch fetch -> "fetch" + fetch.brokerEpoch() + " " + fetch.leaderEpoch() + " " + fetch.offset() + " "
                    + fetch.lastEpoch() + (sender != null && sender.isLast(fetch.id()));
            case Fetched fetched ->
                    "fetched" + fetched.error() + fetched.leaderEpoch() + fetched.batches() + fetched.highWatermark()
                            + fetched.diverging() + (receiver != null && receiver.isLast(fetched.id()));
            case Metadata metadata ->
                    "metadata" + (receiver != null && metadata.state().version() <= receiver.state().version()
                            ? "old"
                            : metadata.state().partitionEpoch() + "" + metadata.state() + metadata.state().alive());
            case Produce produce -> "produce" + produce.batch() + producer.isLast(produce.id());
            case Produced produced ->
                    "produced" + produced.error() + produced.offset() + producer.isLast(produced.id());
            default -> pending.message();
        };
        return (pending.at() > cluster.nanos() ? "held" : "") + pending.from() + ">" + pending.to()
                + (cluster.isConnected(pending) ? "" : "closed") + content;
    }

    /// FNV-1a with 64 bits.
    private static long hash(CharSequence text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
