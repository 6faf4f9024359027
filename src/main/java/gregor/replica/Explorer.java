package gregor.replica;

import module java.base;

import gregor.replica.Cluster.Pending;
import gregor.replica.Message.Fetch;
import gregor.replica.Message.Fetched;
import gregor.replica.Message.Metadata;
import org.jspecify.annotations.Nullable;

/// Tries the schedules of a small cluster: which message arrives next, which one is lost, and when a broker fails.
///
/// It begins with the schedule in which messages arrive in the order in which they were sent, and no broker fails; then
/// it tries all that differ from it in one place, then in two, and so on. It stops at the first schedule that breaks a
/// promise, and shortens it. States that look the same are continued once.
public final class Explorer {
    private final ClusterSettings settings;
    private final int events;
    private final int faults;
    private final int maxStates;
    private final Queue<Start> starts = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int differences;

    /// What can happen next; those after RETRY are faults.
    private enum Kind {
        DELIVER, HOLD, FETCH, SEND, RESTART, RETRY, FENCE, DROP, CRASH, FAIL_POWER, SHRINK;

        boolean isFault() {
            return compareTo(RETRY) > 0;
        }
    }

    /// @param which the number of the broker, or of the message among those that are pending
    private record Action(Kind kind, int which) {}

    /// A schedule: its last action, and the schedule before that.
    private record Schedule(@Nullable Schedule before, Action last) {
        static List<Action> actions(@Nullable Schedule schedule) {
            var actions = new ArrayDeque<Action>();
            for (Schedule at = schedule; at != null; at = at.before()) {
                actions.addFirst(at.last());
            }
            return new ArrayList<>(actions);
        }
    }

    /// A schedule to be continued without more differences.
    ///
    /// @param differences from the first schedule
    /// @param faults      the faults among them
    /// @param lost        the faults that lose events on a disk
    private record Start(@Nullable Schedule schedule, int differences, int faults, int lost) {
        Start with(@Nullable Schedule before, Action action) {
            return new Start(new Schedule(before, action), differences + 1, faults + (action.kind().isFault() ? 1 : 0),
                    lost + (action.kind() == Kind.FAIL_POWER ? 1 : 0));
        }
    }

    /// A cluster after a schedule.
    private record World(Cluster cluster, ClusterProducer producer) {
        /// An unclean election may lose events; Kafka promises nothing after it.
        List<String> broken() {
            cluster.invariants().check();
            return cluster.metrics().uncleanLeaderElections() > 0 ? List.of() : cluster.invariants().broken();
        }
    }

    /// A schedule that breaks a promise.
    ///
    /// @param broken  the promise
    /// @param actions what happens, and a picture of the cluster after it
    public record Counterexample(String broken, List<String> actions) {
        @Override
        public String toString() {
            return broken + "\n" + String.join("\n", actions);
        }
    }

    /// @param events    the number of events that a producer sends with acks=all
    /// @param faults    the number of faults; of disks, fewer than `min.insync.replicas` lose events
    /// @param maxStates where it stops
    public Explorer(ClusterSettings settings, int events, int faults, int maxStates) {
        this.settings = settings.withoutTimers();
        this.events = events;
        this.faults = faults;
        this.maxStates = maxStates;
    }

    /// Explores, and returns a short schedule that breaks a promise.
    public Optional<Counterexample> explore() {
        starts.add(new Start(null, 0, 0, 0));
        while (!starts.isEmpty() && seen.size() < maxStates) {
            Optional<Schedule> broken = follow(starts.remove());
            if (broken.isPresent()) {
                return Optional.of(report(shorten(Schedule.actions(broken.get()))));
            }
        }
        return Optional.empty();
    }

    /// Returns the number of different states that were found.
    public int states() {
        return seen.size();
    }

    /// Returns in how many places the last schedule differed from the first one.
    public int differences() {
        return differences;
    }

    /// Continues a schedule in the order of time until nothing is left to do, or until a state that is known, and notes
    /// all ways to differ from it.
    ///
    /// @return the schedule up to where it breaks a promise
    private Optional<Schedule> follow(Start start) {
        differences = start.differences();
        World world = world();
        Schedule.actions(start.schedule()).forEach(action -> perform(world, action));
        Schedule schedule = start.schedule();
        while (seen.add(fingerprint(world, start))) {
            if (!world.broken().isEmpty()) {
                return Optional.ofNullable(schedule);
            }
            List<Action> possible = possible(world);
            if (possible.isEmpty()) {
                break;
            }
            for (Action action : differences(world, start, possible.subList(1, possible.size()))) {
                starts.add(start.with(schedule, action));
            }
            perform(world, possible.getFirst());
            schedule = new Schedule(schedule, possible.getFirst());
        }
        return Optional.empty();
    }

    private World world() {
        var cluster = new Cluster(settings);
        cluster.network().delay(Duration.ZERO, Duration.ZERO);
        return new World(cluster, cluster.producer("Ann", Acks.ALL));
    }

    /// Leaves out actions as long as the schedule still breaks a promise.
    private List<Action> shorten(List<Action> schedule) {
        List<Action> shortest = schedule;
        for (int i = shortest.size() - 1; i >= 0; i--) {
            var shorter = new ArrayList<>(shortest);
            shorter.remove(i);
            Optional<Integer> end = end(shorter);
            if (end.isPresent()) {
                shortest = shorter.subList(0, end.get());
                i = shortest.size();
            }
        }
        return shortest;
    }

    /// Returns after how many actions a schedule breaks a promise; empty if it breaks none or cannot be performed.
    private Optional<Integer> end(List<Action> schedule) {
        World world = world();
        for (int i = 0; i < schedule.size(); i++) {
            if (!isPossible(world, schedule.get(i))) {
                return Optional.empty();
            }
            perform(world, schedule.get(i));
            if (!world.broken().isEmpty()) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    private Counterexample report(List<Action> schedule) {
        World world = world();
        var lines = new ArrayList<String>();
        for (Action action : schedule) {
            lines.add(describe(world, action));
            perform(world, action);
            lines.add(world.cluster().toString().indent(4).stripTrailing());
        }
        return new Counterexample(world.broken().getFirst(), lines);
    }

    // actions

    /// Returns what can happen without a fault, in the order in which it would: messages arrive, followers fetch, dead
    /// brokers are fenced, the producer sends, delayed messages arrive, stopped brokers start.
    private List<Action> possible(World world) {
        Cluster cluster = world.cluster();
        var actions = new ArrayList<Action>();
        int arriving = (int) cluster.pending().stream().filter(message -> message.at() <= cluster.nanos()).count();
        IntStream.range(0, Math.min(2, arriving)).forEach(i -> actions.add(new Action(Kind.DELIVER, i)));
        brokers(cluster, Kind.FETCH, (number, broker) -> broker.mayFetch() && hasNews(cluster, number, broker),
                actions);
        brokers(cluster, Kind.FENCE, (number, broker) -> (!broker.isRunning() || cluster.controller().isEarly(number))
                && cluster.state().alive().containsKey(number), actions);
        if (world.producer().sent() < events) {
            actions.add(new Action(Kind.SEND, world.producer().sent()));
        }
        IntStream.range(arriving, cluster.pending().size()).forEach(i -> actions.add(new Action(Kind.DELIVER, i)));
        brokers(cluster, Kind.RESTART, (_, broker) -> !broker.isRunning(), actions);
        if (world.producer().waiting() > 0 && cluster.pending().stream().noneMatch(Explorer::isClients)
                && cluster.brokers().values().stream().noneMatch(BrokerNode::isWaiting)) {
            actions.add(new Action(Kind.RETRY, 0));
        }
        return actions;
    }

    private static void brokers(Cluster cluster, Kind kind, BiPredicate<Integer, BrokerNode> may,
            List<Action> actions) {
        cluster.brokers().forEach((number, broker) -> {
            if (may.test(number, broker)) {
                actions.add(new Action(kind, number));
            }
        });
    }

    /// Adds a long delay of the next message, and the faults that a schedule may still have.
    private List<Action> differences(World world, Start start, List<Action> others) {
        Cluster cluster = world.cluster();
        var actions = new ArrayList<>(others);
        boolean arrives = !cluster.pending().isEmpty() && cluster.pending().first().at() <= cluster.nanos();
        if (arrives) {
            actions.add(new Action(Kind.HOLD, 0));
        }
        if (start.faults() < faults) {
            if (arrives) {
                actions.add(new Action(Kind.DROP, 0));
            }
            brokers(cluster, Kind.CRASH, (_, broker) -> broker.isRunning(), actions);
            brokers(cluster, Kind.FENCE,
                    (number, broker) -> broker.isRunning() && cluster.state().alive().containsKey(number), actions);
            brokers(cluster, Kind.FAIL_POWER,
                    (_, broker) -> broker.isRunning() && start.lost() < settings.minInsync() - 1, actions);
            brokers(cluster, Kind.SHRINK, (number, broker) -> broker.isRunning() && !broker.isLeader()
                    && cluster.state().isr().contains(number), actions);
        }
        return actions;
    }

    private static boolean isPossible(World world, Action action) {
        Cluster cluster = world.cluster();
        return switch (action.kind()) {
            case DELIVER, HOLD, DROP -> action.which() < cluster.pending().size();
            case FETCH -> cluster.broker(action.which()).mayFetch();
            case SEND -> action.which() == world.producer().sent();
            case RESTART -> !cluster.broker(action.which()).isRunning();
            case RETRY -> true;
            case FENCE -> cluster.state().alive().containsKey(action.which());
            case CRASH, FAIL_POWER, SHRINK -> cluster.broker(action.which()).isRunning();
        };
    }

    /// Reports whether a follower's fetch would change something.
    private static boolean hasNews(Cluster cluster, int number, BrokerNode follower) {
        BrokerNode leader = cluster.broker(follower.state().leader());
        return leader.isLeader() && (leader.replica().end() != follower.replica().end()
                || leader.replica().highWatermark() != follower.replica().highWatermark()
                || !leader.state().isr().contains(number) || !leader.hasFetched(number, follower.replica().end()));
    }

    private static boolean isClients(Pending message) {
        return message.from() < 0 || message.to() < 0;
    }

    private static void perform(World world, Action action) {
        Cluster cluster = world.cluster();
        switch (action.kind()) {
            case DELIVER -> cluster.deliver(pending(world, action.which()));
            case HOLD -> cluster.hold(pending(world, action.which()));
            case DROP -> cluster.drop(pending(world, action.which()));
            case SEND -> world.producer().send("" + (char) ('a' + action.which()));
            case RETRY -> {
                world.producer().askForLeader();
                world.producer().retryNow();
            }
            case FETCH -> cluster.broker(action.which()).fetch();
            case RESTART -> cluster.restart(action.which());
            case CRASH -> cluster.crash(action.which());
            case FAIL_POWER -> cluster.failPower(action.which());
            case FENCE -> cluster.controller().fence(action.which());
            case SHRINK ->
                    cluster.brokers().values().forEach(broker -> broker.shrink(follower -> follower == action.which()));
        }
    }

    private static Pending pending(World world, int number) {
        return world.cluster().pending().stream().skip(number).findFirst().orElseThrow();
    }

    private static String describe(World world, Action action) {
        return switch (action.kind()) {
            case DELIVER, HOLD, DROP -> {
                Pending message = pending(world, action.which());
                yield Map.of(Kind.DELIVER, "arrives: ", Kind.HOLD, "is delayed: ", Kind.DROP, "is lost: ")
                        .get(action.kind()) + message.from() + " → " + message.to() + " " + message.message();
            }
            case SEND -> "Ann sends " + (char) ('a' + action.which());
            case RETRY -> "Ann sends again";
            default -> action.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + action.which();
        };
    }

    // states

    /// Returns a number that is the same for states that look the same: counters that only tell messages apart do not
    /// count, nor does the order in which messages were sent.
    private static long fingerprint(World world, Start start) {
        var text = new StringBuilder().append(start.faults()).append(start.lost());
        Cluster cluster = world.cluster();
        text.append(cluster.controller().state().partitionEpoch()).append(cluster.state())
                .append(cluster.state().alive());
        cluster.brokers().values().forEach(broker -> broker.describe(text));
        world.producer().describe(text);
        cluster.pending().stream().map(message -> normal(cluster, message)).sorted().forEach(text::append);
        return hash(text);
    }

    private static String normal(Cluster cluster, Pending pending) {
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
