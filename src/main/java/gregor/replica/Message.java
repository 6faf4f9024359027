package gregor.replica;

import module java.base;

import gregor.list.Batch;
import org.apache.kafka.common.protocol.Errors;

/// What the nodes of a cluster send to each other; named as Kafka's requests.
public sealed interface Message {
    /// Returns its name and its main content, for a drawing: `Fetch 1, epoch 0`.
    default String label() {
        return switch (this) {
            case Produce produce -> "Produce " + texts(produce.batch());
            case Produced produced -> "Produced " + produced.error();
            case Fetch fetch -> "Fetch " + fetch.offset() + ", epoch " + fetch.leaderEpoch();
            case Fetched fetched -> "Fetched ["
                    + fetched.batches().stream().map(each -> texts(each.batch())).collect(Collectors.joining(" "))
                    + "] "
                    + fetched.diverging().map(end -> "until " + end.end()).orElse("HW " + fetched.highWatermark());
            case AlterPartition proposal -> "AlterPartition " + proposal.isr().keySet();
            case AlterPartitionRefused refused -> "refused: " + refused.error();
            case Metadata(PartitionState state) -> "Metadata: "
                    + (state.leader() < 0 ? "no leader" : state.leader() + ", epoch " + state.leaderEpoch());
            case MetadataRequest _ -> "Metadata?";
            default -> getClass().getSimpleName();
        };
    }

    private static String texts(Batch batch) {
        var texts = new StringJoiner(" ");
        batch.forEach(entry -> texts.add(String.valueOf(entry.event().text())));
        return texts.toString();
    }

    /// A producer's batch.
    record Produce(long id, Acks acks, Batch batch) implements Message {}

    /// The leader's answer to a producer.
    record Produced(long id, Errors error, long offset) implements Message {}

    /// Asks for events.
    ///
    /// @param id          grows with each fetch of a node
    /// @param replica     the follower, or -1 for a consumer
    /// @param brokerEpoch of the follower, which changes when it restarts (KIP-903)
    /// @param leaderEpoch the leader's, as the node knows it
    /// @param lastEpoch   the epoch of the last event before `offset` (KIP-595)
    /// @param nearest     the broker from which a consumer would rather read, or -1 (KIP-392)
    record Fetch(long id, int replica, long brokerEpoch, int leaderEpoch, long offset, int lastEpoch,
            int nearest) implements Message {}

    /// The response to a fetch.
    ///
    /// @param diverging where the logs part, if the node has events that the leader does not have
    /// @param nearest   the broker from which a consumer is to read next, or -1
    record Fetched(long id, Errors error, int leaderEpoch, List<EpochBatch> batches, long highWatermark,
            Optional<EpochEnd> diverging, int nearest) implements Message {}

    /// A broker starts.
    ///
    /// @param start the number of this start, so that a repeated request is recognised (Kafka: the incarnation id)
    /// @param clean whether it was shut down properly before
    record Register(int start, boolean clean) implements Message {}

    /// The response to a broker that starts.
    ///
    /// @param start       of the request, so that a response to an earlier process is recognised
    /// @param brokerEpoch the broker's number of this start
    record Registered(int start, long brokerEpoch) implements Message {}

    /// A broker is alive.
    ///
    /// @param leaving whether it wants to be shut down
    record Heartbeat(long brokerEpoch, boolean leaving) implements Message {}

    /// A leader proposes in-sync replicas.
    ///
    /// @param isr with the broker epochs of their last fetches
    record AlterPartition(int leaderEpoch, int partitionEpoch, SortedMap<Integer, Long> isr) implements Message {}

    /// The controller does not accept a proposal.
    record AlterPartitionRefused(Errors error, int partitionEpoch) implements Message {}

    /// The controller's decisions, or what a broker knows of them.
    record Metadata(PartitionState state) implements Message {}

    /// A client asks who leads.
    record MetadataRequest() implements Message {}

    /// The connection to a broker is closed: its process has ended.
    record Disconnected() implements Message {}

    /// A node's own alarm clock.
    record Tick(Timer timer) implements Message {}

    /// What a node does from time to time.
    enum Timer {
        HEARTBEAT, CHECK_SESSIONS, FETCH, CHECK_LAG, CHECKPOINT, FLUSH, RETRY
    }
}
