package gregor.grpc;

import gregor.broker.Broker;
import gregor.grpc.proto.GregorMessages.Assignment;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.topic.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// What one client reads: a [PartitionSender] for each partition. Which ones they are, those who extend it say.
abstract class PartitionSenders {
    final Broker broker;
    final FlowControlledReply gate;
    private final Map<TopicPartition, PartitionSender> pumps = new TreeMap<>();

    PartitionSenders(Broker broker, FlowControlledReply gate) {
        this.broker = broker;
        this.gate = gate;
    }

    /// Sees to it that it reads what it should, and takes its time; somebody calls it again and again until the client
    /// goes.
    abstract void tend();

    /// Writes down how far the client is, and returns what was written.
    abstract Commit commit(Commit wanted);

    /// The client has gone.
    void close() {
        pumps.values().forEach(PartitionSender::stop);
    }

    /// Tells the client what it reads from now on, and begins there. What it reads already goes on.
    final void start(Map<TopicPartition, Long> positions) {
        var assignment = Assignment.newBuilder().addAllPositions(ProtoMapper.positions(positions));
        gate.send(() -> true, ConsumeReply.newBuilder().setAssignment(assignment).build());
        positions.forEach((partition, position) -> {
            if (!reads(partition)) {
                var pump = new PartitionSender(broker.partition(partition), position, gate);
                pumps.put(partition, pump);
                Thread.ofVirtual().name("pump " + partition).start(pump);
            }
        });
    }

    final void stop(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            PartitionSender pump = pumps.remove(partition);
            if (pump != null) {
                pump.stop();
            }
        });
    }

    final boolean reads(TopicPartition partition) {
        PartitionSender pump = pumps.get(partition);
        return pump != null && !pump.isStopped();
    }
}
