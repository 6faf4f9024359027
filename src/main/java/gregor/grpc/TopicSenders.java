package gregor.grpc;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.grpc.proto.GregorMessages.Commit;
import gregor.grpc.proto.GregorMessages.From;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// All partitions of some topics, for somebody who remembers alone how far it is.
final class TopicSenders extends PartitionSenders {
    /// After how long it looks for topics and partitions that were not there.
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final Start request;
    private final Map<TopicPartition, Long> wanted = new HashMap<>();
    private boolean begun;

    TopicSenders(Broker broker, FlowControlledReply gate, Start request) {
        super(broker, gate);
        this.request = request;
        request.getPositionsList().forEach(position -> wanted.put(ProtoMapper.partition(position), position.getOffset()));
    }

    @Override
    void tend() {
        var missing = new TreeMap<TopicPartition, Long>();
        for (String topic : request.getTopicsList()) {
            for (int number = 0; number < broker.partitions(topic); number++) {
                var partition = new TopicPartition(topic, number);
                if (!reads(partition)) {
                    place(partition, missing);
                }
            }
        }
        if (!missing.isEmpty()) {
            start(missing);
        }
        begun = true;
        gate.awaitClosed(POLL_INTERVAL);
    }

    /// A partition that has come since is read from its beginning: nobody has seen anything of it.
    private void place(TopicPartition partition, Map<TopicPartition, Long> places) {
        try {
            Partition log = broker.partition(partition);
            Long position = wanted.remove(partition);
            boolean latest = request.getFrom() == From.LATEST && !begun;
            places.put(partition, position != null ? position : latest ? log.end() : log.start());
        } catch (UnknownTopicOrPartitionException e) {
            // deleted in between
        }
    }

    @Override
    Commit commit(Commit wanted) {
        throw new IllegalArgumentException("only a member of a group commits; name a group in the first request");
    }
}
