package gregor.grpc;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.Partition;
import gregor.grpc.proto.GregorMessages.Assignment;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.topic.TopicPartition;

/// The partitions that one client reads, with a [PartitionSender] for each. Subclasses choose the partitions.
abstract class PartitionSenders {
    final Broker broker;
    final FlowControlledReply reply;
    final IsolationLevel isolation;
    private final Map<TopicPartition, PartitionSender> senders = new ConcurrentSkipListMap<>();

    PartitionSenders(Broker broker, FlowControlledReply reply, Start request) {
        this.broker = broker;
        isolation = ProtoMapper.isolation(request.getIsolation());
        this.reply = reply;
    }

    /// Starts and stops senders as needed, then waits a while. A thread calls it in a loop until the stream is closed.
    abstract void maintain();

    /// Commits offsets, and returns those that have been stored.
    abstract Commit commit(Commit wanted);

    void close() {
        senders.values().forEach(PartitionSender::stop);
    }

    /// Sends the assignment to the client and starts senders for its new partitions.
    final void start(Map<TopicPartition, Long> positions) {
        var assignment = Assignment.newBuilder().addAllPositions(ProtoMapper.positions(positions));
        reply.send(() -> true, ConsumeReply.newBuilder().setAssignment(assignment).build());
        var added = new TreeMap<TopicPartition, PartitionSender>();
        positions.forEach((partition, position) -> {
            Partition log = broker.partition(partition);
            if (!reads(log)) {
                added.put(partition,
                        new PartitionSender(log, broker.log(log, isolation), position, reply, this::damaged));
            }
        });
        senders.putAll(added);
        added.forEach((partition, sender) -> Thread.ofVirtual().name("sender " + partition).start(sender));
    }

    /// Fails the stream if no partition can be read any more; otherwise the others are sent.
    private void damaged(RuntimeException failure) {
        if (senders.values().stream().allMatch(PartitionSender::hasFailed)) {
            reply.fail(failure);
        }
    }

    final void stop(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            PartitionSender sender = senders.remove(partition);
            if (sender != null) {
                sender.stop();
            }
        });
    }

    /// Reports whether a partition has a running sender. A topic that was deleted and created again has other ones.
    final boolean reads(Partition log) {
        PartitionSender sender = senders.get(log.name());
        return sender != null && sender.reads(log);
    }
}
