package gregor.replica;

import module java.base;

import gregor.guarantee.ProducerException;
import gregor.replica.Message.AlterPartition;
import gregor.replica.Message.AlterPartitionRefused;
import gregor.replica.Message.Fetch;
import gregor.replica.Message.Fetched;
import gregor.replica.Message.Heartbeat;
import gregor.replica.Message.Metadata;
import gregor.replica.Message.MetadataRequest;
import gregor.replica.Message.Produce;
import gregor.replica.Message.Produced;
import gregor.replica.Message.Register;
import gregor.replica.Message.Registered;
import gregor.replica.Message.Tick;
import gregor.replica.Message.Timer;
import org.apache.kafka.common.protocol.Errors;

/// A broker of a [Cluster]: as leader it appends and answers fetches, as follower it fetches.
public final class BrokerNode implements Node {
    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);
    private static final Duration FETCH_INTERVAL = Duration.ofMillis(50);
    /// After which a fetch whose response is lost is repeated.
    static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
    /// How long Linux keeps written data in memory.
    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final ClusterSettings settings;
    private final int number;
    private Replica replica = new Replica();
    private boolean running = true;
    private boolean leaving;
    private boolean clean;
    private boolean caughtUp = true;
    private int starts;
    private long brokerEpoch = 1;
    private PartitionState state = PartitionState.UNKNOWN;
    private final SortedMap<Integer, Follower> followers = new TreeMap<>();
    /// The latest proposal of in-sync replicas until it is answered: the controller may have accepted it already.
    private Optional<AlterPartition> proposed = Optional.empty();
    private final List<Waiting> waiting = new ArrayList<>();
    private long fetches;
    private long fetchedAt;
    private boolean fetching;
    private long changes;

    /// A batch that its producer sent with acks=all.
    private record Waiting(int client, long request, long offset, long end) {}

    BrokerNode(Cluster cluster, ClusterSettings settings, int number) {
        this.cluster = cluster;
        this.settings = settings;
        this.number = number;
    }

    /// Sets the clocks of a process that has started.
    void wake() {
        cluster.wake(number, Timer.HEARTBEAT, Duration.ZERO);
        cluster.wake(number, Timer.FETCH, FETCH_INTERVAL);
        cluster.wake(number, Timer.CHECK_LAG, settings.maxLag().dividedBy(2));
        cluster.wake(number, Timer.CHECKPOINT, CHECKPOINT_INTERVAL);
        cluster.wake(number, Timer.FLUSH, FLUSH_INTERVAL);
    }

    @Override
    public void receive(int from, Message message) {
        switch (message) {
            case Produce request -> produce(from, request);
            case Fetch request when request.replica() >= 0 -> answerFollower(from, request);
            case Fetch request -> answerConsumer(from, request);
            case Fetched response -> replicate(response);
            case Metadata metadata -> apply(metadata.state());
            case MetadataRequest _ -> cluster.send(number, from, new Metadata(state));
            case Registered registered when registered.start() == starts ->
                    brokerEpoch = Math.max(brokerEpoch, registered.brokerEpoch());
            case AlterPartitionRefused refused -> refused(refused);
            case Tick tick -> tick(tick.timer());
            default -> {
                // the connection to a broker that has ended; it is tried again
            }
        }
    }

    private void tick(Timer timer) {
        switch (timer) {
            case HEARTBEAT -> {
                heartbeat();
                cluster.wake(number, timer, HEARTBEAT_INTERVAL);
            }
            case FETCH -> {
                if (!fetching || cluster.nanos() - fetchedAt > FETCH_TIMEOUT.toNanos()) {
                    fetch();
                }
                cluster.wake(number, timer, FETCH_INTERVAL);
            }
            case CHECK_LAG -> {
                checkLag();
                cluster.wake(number, timer, settings.maxLag().dividedBy(2));
            }
            case CHECKPOINT -> {
                replica.checkpoint();
                cluster.wake(number, timer, CHECKPOINT_INTERVAL);
            }
            default -> {
                replica.flush();
                cluster.wake(number, timer, FLUSH_INTERVAL);
            }
        }
    }

    /// Tells the controller that it is alive; registers first if it has been started.
    public void heartbeat() {
        cluster.send(number, ControllerNode.NUMBER,
                brokerEpoch < 0 ? new Register(starts, clean) : new Heartbeat(brokerEpoch, leaving));
    }

    // as leader

    private void produce(int client, Produce request) {
        long offset = -1;
        Errors error = !isLeader()
                ? Errors.NOT_LEADER_OR_FOLLOWER
                : request.acks() == Acks.ALL && state.isr().size() < settings.minInsync()
                        ? Errors.NOT_ENOUGH_REPLICAS
                        : Errors.NONE;
        if (error == Errors.NONE) {
            try {
                offset = replica.append(state.leaderEpoch(), request.batch());
            } catch (ProducerException e) {
                error = Errors.valueOf(e.reason().name());
            }
        }
        if (error == Errors.NONE && request.acks() == Acks.ALL) {
            long end = offset + request.batch().lastOffset() - request.batch().baseOffset() + 1;
            waiting.add(new Waiting(client, request.id(), offset, end));
        } else {
            answer(client, request.id(), error, offset);
        }
        advance();
    }

    private void answer(int client, long request, Errors error, long offset) {
        if (error != Errors.NONE) {
            cluster.metrics().produceFailed();
        }
        cluster.send(number, client, new Produced(request, error, offset));
    }

    private void answerFollower(int follower, Fetch request) {
        Errors error = request.brokerEpoch() < state.alive().getOrDefault(follower, -1L)
                ? Errors.NOT_LEADER_OR_FOLLOWER // of a process that has ended (KIP-903)
                : checkLeader(request.leaderEpoch());
        Optional<EpochEnd> diverging = error == Errors.NONE ? diverging(request) : Optional.empty();
        List<EpochBatch> batches = List.of();
        if (error == Errors.NONE && diverging.isEmpty()) {
            Follower known = followers.computeIfAbsent(follower, absent -> new Follower(0));
            if (!known.update(request, replica.end(), cluster.nanos())) {
                return;
            }
            batches = replica.read(request.offset(), Long.MAX_VALUE);
            expand(follower, known);
            advance();
        }
        cluster.send(number, follower,
                new Fetched(request.id(), error, state.leaderEpoch(), batches, replica.highWatermark(), diverging, -1));
    }

    private Errors checkLeader(int epoch) {
        return isLeader() ? checkEpoch(epoch) : Errors.NOT_LEADER_OR_FOLLOWER;
    }

    private Errors checkEpoch(int epoch) {
        return epoch < state.leaderEpoch()
                ? Errors.FENCED_LEADER_EPOCH
                : epoch > state.leaderEpoch() ? Errors.UNKNOWN_LEADER_EPOCH : Errors.NONE;
    }

    /// Returns where the log of the fetching node parts from this log, if it has other events before its offset.
    private Optional<EpochEnd> diverging(Fetch request) {
        if (request.lastEpoch() < 0) {
            return Optional.empty();
        }
        EpochEnd end = replica.epochs().endOf(request.lastEpoch(), replica.end());
        return end.epoch() < request.lastEpoch() || end.end() < request.offset() ? Optional.of(end) : Optional.empty();
    }

    /// Proposes a follower as an in-sync replica if it has all that consumers may read, and all that earlier leaders
    /// appended.
    private void expand(int follower, Follower known) {
        boolean complete = known.end() >= replica.highWatermark()
                && known.end() >= replica.epochs().endOf(state.leaderEpoch() - 1, replica.end()).end();
        if (complete && proposed.isEmpty() && !state.isr().contains(follower)
                && Objects.equals(state.alive().get(follower), known.brokerEpoch())) {
            var more = new TreeSet<>(state.isr());
            more.add(follower);
            propose(more);
        }
    }

    private void checkLag() {
        proposed.ifPresent(proposal -> cluster.send(number, ControllerNode.NUMBER, proposal));
        shrink(broker -> {
            Follower follower = followers.get(broker);
            return follower == null || !follower.isCaughtUp(replica.end(), cluster.nanos(), settings.maxLag());
        });
    }

    /// Proposes the in-sync replicas without some followers.
    public void shrink(IntPredicate lags) {
        var remaining = new TreeSet<>(state.isr());
        remaining.removeIf(broker -> broker != number && lags.test(broker));
        if (isLeader() && proposed.isEmpty() && !remaining.equals(state.isr())) {
            propose(remaining);
        }
    }

    private void propose(SortedSet<Integer> isr) {
        var epochs = new TreeMap<Integer, Long>();
        for (int broker : isr) {
            Follower follower = followers.get(broker);
            epochs.put(broker,
                    broker == number
                            ? brokerEpoch
                            : follower != null && follower.brokerEpoch() >= 0
                                    ? follower.brokerEpoch()
                                    : state.alive().getOrDefault(broker, -1L));
        }
        var proposal = new AlterPartition(state.leaderEpoch(), state.partitionEpoch(), epochs);
        proposed = Optional.of(proposal);
        cluster.send(number, ControllerNode.NUMBER, proposal);
    }

    /// After another error the proposal stands until the new state arrives: the controller may have accepted it, and
    /// refused only its repetition.
    private void refused(AlterPartitionRefused refused) {
        if (refused.partitionEpoch() == state.partitionEpoch() && refused.error() == Errors.INELIGIBLE_REPLICA) {
            proposed = Optional.empty();
        }
    }

    /// Moves the high watermark, and acknowledges the batches before it.
    private void advance() {
        if (!isLeader()) {
            return;
        }
        var members = new TreeSet<>(state.isr());
        proposed.ifPresent(proposal -> members.addAll(proposal.isr().keySet()));
        List<Long> ends = members.stream()
                .map(broker -> broker == number
                        ? replica.end()
                        : followers.containsKey(broker) ? followers.get(broker).end() : -1L)
                .toList();
        replica.advance(HighWatermark.of(ends, state.isr().size(), settings.minInsync()));
        waiting.removeIf(batch -> {
            boolean readable = batch.end() <= replica.highWatermark();
            if (readable) {
                answer(batch.client(), batch.request(),
                        members.size() < settings.minInsync() ? Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND : Errors.NONE,
                        batch.offset());
            }
            return readable;
        });
    }

    // for consumers

    private void answerConsumer(int consumer, Fetch request) {
        boolean nearest = request.nearest() == number && state.leader() != PartitionState.NO_LEADER;
        Errors error = nearest ? checkEpoch(request.leaderEpoch()) : checkLeader(request.leaderEpoch());
        Optional<EpochEnd> diverging = error == Errors.NONE && isLeader() ? diverging(request) : Optional.empty();
        if (error == Errors.NONE && diverging.isEmpty() && request.offset() > replica.end()) {
            error = isLeader() ? Errors.OFFSET_OUT_OF_RANGE : Errors.OFFSET_NOT_AVAILABLE;
        }
        boolean readable = error == Errors.NONE && diverging.isEmpty() && request.offset() < replica.highWatermark();
        boolean elsewhere = isLeader() && !nearest && state.isr().contains(request.nearest());
        cluster.send(number, consumer,
                new Fetched(request.id(), error, state.leaderEpoch(),
                        readable && !elsewhere ? replica.read(request.offset(), replica.highWatermark()) : List.of(),
                        replica.highWatermark(), diverging, elsewhere ? request.nearest() : -1));
    }

    // as follower

    public void fetch() {
        if (running && !isLeader() && state.leader() != PartitionState.NO_LEADER && state.leader() != number) {
            fetching = true;
            fetchedAt = cluster.nanos();
            int last = replica.end() == 0 ? -1 : replica.epochs().at(replica.end() - 1);
            cluster.send(number, state.leader(),
                    new Fetch(++fetches, number, brokerEpoch, state.leaderEpoch(), replica.end(), last, -1));
        }
    }

    private void replicate(Fetched response) {
        if (response.id() != fetches || !fetching || isLeader()) {
            return;
        }
        fetching = false;
        if (response.error() != Errors.NONE || response.leaderEpoch() != state.leaderEpoch()) {
            return;
        }
        response.diverging()
                .ifPresent(leader -> replica.truncate(Math.max(0, replica.epochs().divergence(leader, replica.end()))));
        response.batches().forEach(replica::replicate);
        replica.advance(response.highWatermark());
        if (response.diverging().isPresent() || !response.batches().isEmpty()) {
            fetch();
        }
    }

    // the controller's decisions

    private void apply(PartitionState next) {
        // A broker that starts ignores what was decided before it registered.
        caughtUp |= Objects.equals(next.alive().get(number), brokerEpoch);
        if (!caughtUp || next.version() <= state.version()) {
            return;
        }
        boolean newEpoch = next.leaderEpoch() > state.leaderEpoch();
        if (next.partitionEpoch() > state.partitionEpoch()) {
            proposed = Optional.empty();
        }
        state = next;
        changes++;
        if (newEpoch && isLeader()) {
            lead();
        } else if (newEpoch) {
            follow();
        }
        advance();
        if (leaving && !state.alive().containsKey(number)) {
            stopCleanly();
        }
    }

    private void lead() {
        replica.epochs().assign(state.leaderEpoch(), replica.end());
        followers.clear();
        state.isr().forEach(broker -> followers.put(broker, new Follower(cluster.nanos())));
    }

    private void follow() {
        waiting.forEach(batch -> answer(batch.client(), batch.request(), Errors.NOT_LEADER_OR_FOLLOWER, -1));
        waiting.clear();
        fetch();
    }

    // faults

    /// Begins a controlled shutdown: the controller chooses another leader first.
    void shutDown() {
        leaving = true;
        cluster.send(number, ControllerNode.NUMBER, new Heartbeat(brokerEpoch, true));
    }

    private void stopCleanly() {
        replica.flush();
        replica.checkpoint();
        stop();
        clean = true;
        cluster.stopped(number);
    }

    void stop() {
        running = false;
        leaving = false;
        clean = false;
        fetching = false;
        state = PartitionState.UNKNOWN;
        proposed = Optional.empty();
        followers.clear();
        waiting.clear();
        replica.processDied();
        changes++;
    }

    /// Loses the events that are not on the disk.
    void powerFailed() {
        replica.powerFailed();
    }

    /// Replaces the disk by an empty one.
    void loseDisk() {
        changes += replica.losses() + replica.growth();
        replica = new Replica();
    }

    void start() {
        running = true;
        changes++;
        caughtUp = false;
        starts++;
        brokerEpoch = -1;
        if (settings.timers()) {
            wake();
        } else {
            heartbeat();
        }
    }

    public boolean isRunning() {
        return running;
    }

    /// Reports whether it believes that it leads. Two brokers may, with different epochs.
    public boolean isLeader() {
        return running && state.leader() == number;
    }

    public boolean mayFetch() {
        return running && !isLeader() && state.leader() != PartitionState.NO_LEADER;
    }

    /// Reports whether a follower has told it by a fetch that its log ends at an offset.
    public boolean hasFetched(int follower, long end) {
        return followers.containsKey(follower) && followers.get(follower).end() == end;
    }

    public boolean isWaiting() {
        return isLeader() && !waiting.isEmpty();
    }

    /// Reports whether it waits for the controller's answer to a proposal of in-sync replicas.
    public boolean isProposing() {
        return proposed.isPresent();
    }

    /// Reports whether its latest fetch has a number.
    public boolean isLast(long fetch) {
        return fetching && fetch == fetches;
    }

    /// Appends all that decides what it will do.
    public void describe(StringBuilder to) {
        to.append('|').append(running).append(clean).append(leaving).append(fetching).append(caughtUp)
                .append(brokerEpoch).append(' ').append(state.partitionEpoch()).append(state).append(state.alive())
                .append(proposed).append(replica).append(replica.epochs()).append(replica.flushed()).append(' ')
                .append(replica.checkpointed());
        followers.forEach((number, follower) -> to.append(number).append('@').append(follower.end()).append('/')
                .append(follower.brokerEpoch()));
        waiting.forEach(batch -> to.append('w').append(batch.request()));
    }

    /// Returns a number that grows with each change but the growth of its log.
    long changes() {
        return changes + replica.losses();
    }

    public int number() {
        return number;
    }

    public Replica replica() {
        return replica;
    }

    public PartitionState state() {
        return state;
    }

    @Override
    public String toString() {
        return "broker " + number
                + (running ? isLeader() ? " (leader of epoch " + state.leaderEpoch() + ")" : "" : " (stopped)") + " "
                + replica;
    }
}
