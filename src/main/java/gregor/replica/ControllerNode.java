package gregor.replica;

import module java.base;

import gregor.replica.Message.AlterPartition;
import gregor.replica.Message.AlterPartitionRefused;
import gregor.replica.Message.Heartbeat;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.Register;
import gregor.replica.Message.Registered;
import gregor.replica.Message.Tick;
import gregor.replica.Message.Timer;
import org.apache.kafka.common.protocol.Errors;

/// Decides which broker leads, and which replicas are in sync. It stands for Kafka's quorum of controllers, and never
/// fails.
public final class ControllerNode implements Node {
    /// Its number among the nodes.
    public static final int NUMBER = 0;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private final Cluster cluster;
    private final ClusterSettings settings;
    private final List<Integer> replicas;
    private final Map<Integer, Long> heard = new TreeMap<>();
    private final Map<Integer, Long> epochs = new TreeMap<>();
    private final Map<Integer, Integer> starts = new TreeMap<>();
    /// Registrations of processes that started before the session of the broker's process before them has ended. Kafka
    /// refuses them (`DUPLICATE_BROKER_REGISTRATION`), and the broker repeats them.
    private final Map<Integer, Register> early = new TreeMap<>();
    private PartitionState state = PartitionState.UNKNOWN;

    ControllerNode(Cluster cluster, ClusterSettings settings, List<Integer> replicas) {
        this.cluster = cluster;
        this.settings = settings;
        this.replicas = replicas;
        var alive = new TreeMap<Integer, Long>();
        for (int broker : replicas) {
            epochs.put(broker, 1L);
            heard.put(broker, 0L);
            alive.put(broker, 1L);
        }
        state = new PartitionState(0, replicas.getFirst(), 0, 0, new TreeSet<>(replicas), new TreeSet<>(),
                PartitionState.NO_LEADER, alive);
        cluster.wake(NUMBER, Timer.CHECK_SESSIONS, CHECK_INTERVAL);
    }

    /// Reports whether a broker waits until the session of its process before has ended.
    public boolean isEarly(int broker) {
        return early.containsKey(broker);
    }

    public PartitionState state() {
        return state;
    }

    @Override
    public void receive(int from, Message message) {
        switch (message) {
            case Register register when register.start() > starts.getOrDefault(from, 0) -> {
                if (state.alive().containsKey(from) && !register.clean()) {
                    early.put(from, register);
                } else {
                    register(from, register);
                }
            }
            case Register again ->
                    cluster.send(NUMBER, from, new Registered(again.start(), epochs.getOrDefault(from, 0L)));
            case Heartbeat heartbeat -> heartbeat(from, heartbeat);
            case AlterPartition proposal -> alter(from, proposal);
            case Tick _ -> {
                cluster.wake(NUMBER, Timer.CHECK_SESSIONS, CHECK_INTERVAL);
                checkSessions();
            }
            default -> throw new IllegalArgumentException("a controller does not answer " + message);
        }
    }

    /// A broker that was not shut down properly may have lost its last events: it is no in-sync replica any more, nor an
    /// eligible leader (KIP-966).
    private void register(int broker, Register request) {
        starts.put(broker, request.start());
        long epoch = epochs.merge(broker, 1L, Long::sum);
        heard.put(broker, cluster.nanos());
        cluster.send(NUMBER, broker, new Registered(request.start(), epoch));
        if (!request.clean() && settings.eligibleLeaders()) {
            fence(broker, Set.of(broker));
        }
        unfence(broker);
    }

    private void heartbeat(int broker, Heartbeat heartbeat) {
        if (heartbeat.brokerEpoch() == epochs.getOrDefault(broker, 0L)) {
            heard.put(broker, cluster.nanos());
            if (heartbeat.leaving()) {
                fence(broker, Set.of());
            } else if (!state.alive().containsKey(broker)) {
                unfence(broker);
            }
            cluster.send(NUMBER, broker, new Metadata(state));
        }
    }

    private void checkSessions() {
        for (int broker : List.copyOf(state.alive().keySet())) {
            if (cluster.nanos() - heard.getOrDefault(broker, 0L) > settings.sessionTimeout().toNanos()) {
                fence(broker);
            }
        }
    }

    /// Treats a broker as dead until its next heartbeat.
    public void fence(int broker) {
        fence(broker, Set.of());
    }

    private void fence(int broker, Set<Integer> unclean) {
        var alive = new TreeMap<>(state.alive());
        var isr = new TreeSet<>(state.isr());
        boolean wasAlive = alive.remove(broker) != null;
        boolean wasInSync = isr.remove(broker);
        if (wasAlive || wasInSync || !unclean.isEmpty()) {
            change(isr, alive, unclean, settings.uncleanElection());
        }
        Register waiting = wasAlive ? early.remove(broker) : null;
        if (waiting != null) {
            register(broker, waiting);
        }
    }

    private void unfence(int broker) {
        var alive = new TreeMap<>(state.alive());
        alive.put(broker, epochs.getOrDefault(broker, 0L));
        change(state.isr(), alive, Set.of(), settings.uncleanElection());
    }

    private void alter(int leader, AlterPartition proposal) {
        Errors error = validate(leader, proposal);
        if (error == Errors.NONE) {
            change(new TreeSet<>(proposal.isr().keySet()), state.alive(), Set.of(), settings.uncleanElection());
        } else {
            cluster.send(NUMBER, leader, new AlterPartitionRefused(error, proposal.partitionEpoch()));
        }
    }

    private Errors validate(int leader, AlterPartition proposal) {
        if (leader != state.leader() || proposal.leaderEpoch() != state.leaderEpoch()) {
            return Errors.FENCED_LEADER_EPOCH;
        }
        if (proposal.partitionEpoch() != state.partitionEpoch()) {
            return Errors.INVALID_UPDATE_VERSION;
        }
        boolean eligible = proposal.isr().entrySet().stream()
                .allMatch(member -> member.getValue().equals(state.alive().get(member.getKey())));
        return eligible ? Errors.NONE : Errors.INELIGIBLE_REPLICA;
    }

    /// Elects a leader although it may lack acknowledged events, as an administrator can.
    void electUncleanly() {
        change(state.isr(), state.alive(), Set.of(), true);
    }

    /// Decides: as Kafka's `PartitionChangeBuilder`.
    ///
    /// @param unclean brokers that may have lost events
    private void change(SortedSet<Integer> target, SortedMap<Integer, Long> alive, Set<Integer> unclean,
            boolean uncleanElection) {
        SortedSet<Integer> isr = target.isEmpty() && !settings.eligibleLeaders() ? state.isr() : target;
        SortedSet<Integer> elr = eligible(isr, unclean);
        Election election = Election.of(replicas, with(state.leader(), isr, elr, alive, state.lastKnownLeader()),
                uncleanElection);
        if (election.leader() != PartitionState.NO_LEADER && election.unclean()) {
            isr = new TreeSet<>(Set.of(election.leader()));
            elr = new TreeSet<>();
        } else if (elr.contains(election.leader())) {
            isr = new TreeSet<>(Set.of(election.leader()));
            elr.remove(election.leader());
        }
        int last = election.leader() != PartitionState.NO_LEADER
                ? PartitionState.NO_LEADER
                : state.leader() == PartitionState.NO_LEADER ? state.lastKnownLeader() : state.leader();
        decide(with(election.leader(), isr, elr, alive, isr.isEmpty() ? last : PartitionState.NO_LEADER),
                election.unclean());
    }

    private SortedSet<Integer> eligible(Set<Integer> isr, Set<Integer> unclean) {
        var elr = new TreeSet<Integer>();
        if (settings.eligibleLeaders() && isr.size() < settings.minInsync()) {
            elr.addAll(state.elr());
            elr.addAll(state.isr());
            elr.removeAll(isr);
            elr.removeAll(unclean);
        }
        return elr;
    }

    private PartitionState with(int leader, SortedSet<Integer> isr, SortedSet<Integer> elr,
            SortedMap<Integer, Long> alive, int lastKnownLeader) {
        return new PartitionState(state.version() + 1, leader, state.leaderEpoch(), state.partitionEpoch(), isr, elr,
                lastKnownLeader, alive);
    }

    private void decide(PartitionState next, boolean unclean) {
        boolean newLeader = next.leader() != state.leader();
        boolean changed = newLeader || !next.isr().equals(state.isr()) || !next.elr().equals(state.elr())
                || next.lastKnownLeader() != state.lastKnownLeader();
        cluster.metrics().decided(state, next, unclean);
        state = new PartitionState(next.version(), next.leader(), state.leaderEpoch() + (newLeader ? 1 : 0),
                state.partitionEpoch() + (changed ? 1 : 0), next.isr(), next.elr(), next.lastKnownLeader(),
                next.alive());
        for (int broker : replicas) {
            cluster.send(NUMBER, broker, new Metadata(state));
        }
    }
}
