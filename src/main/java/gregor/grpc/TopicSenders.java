package gregor.grpc;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.From;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;

/// The senders of a client without a group: all partitions of its topics. The client keeps its offsets.
final class TopicSenders extends PartitionSenders {
    private final Start request;
    private final Map<TopicPartition, Long> wanted = new HashMap<>();
    private final Runnable wakeup;
    private boolean hasStarted;

    TopicSenders(Broker broker, FlowControlledReply reply, Start request) {
        super(broker, reply, request);
        this.request = request;
        request.getPositionsList()
                .forEach(position -> wanted.put(ProtoMapper.partition(position), position.getOffset()));
        wakeup = reply::wakeWaiting;
        broker.addTopicListener(wakeup);
    }

    /// Starts senders for new partitions, whenever a topic has changed.
    @Override
    void maintain() {
        long version = broker.topicsVersion();
        var missing = new TreeMap<TopicPartition, Long>();
        for (String topic : request.getTopicsList()) {
            for (int number = 0; number < broker.partitions(topic); number++) {
                addStart(new TopicPartition(topic, number), missing);
            }
        }
        if (!missing.isEmpty()) {
            start(missing);
        }
        hasStarted = true;
        reply.await(() -> broker.topicsVersion() != version);
    }

    /// Adds the start of a partition without a sender. One that was added after the call started is read from its
    /// beginning.
    private void addStart(TopicPartition partition, Map<TopicPartition, Long> starts) {
        try {
            Partition log = broker.partition(partition);
            if (reads(log)) {
                return;
            }
            Long position = wanted.remove(partition);
            Log readable = broker.log(partition, isolation);
            boolean latest = request.getFrom() == From.LATEST && !hasStarted;
            starts.put(partition, position != null ? position : latest ? readable.end() : log.start());
        } catch (UnknownTopicOrPartitionException e) {
            // deleted meanwhile
        } catch (PartitionUnavailableException e) {
            // the other partitions are read
        }
    }

    @Override
    Commit commit(Commit wanted) {
        throw new IllegalArgumentException("only a member of a group can commit; name a group in the first request");
    }

    @Override
    void close() {
        broker.removeTopicListener(wakeup);
        super.close();
    }
}
