package gregor.ancestor.minikafka;

import com.google.protobuf.ByteString;
import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.grpc.FetchPage;
import gregor.grpc.StatusMapper;
import gregor.grpc.proto.MiniKafkaGrpc;
import gregor.grpc.proto.MiniKafkaMessages.MsgNumber;
import gregor.grpc.proto.MiniKafkaMessages.Payload;
import gregor.grpc.proto.MiniKafkaMessages.PollRequest;
import gregor.grpc.proto.MiniKafkaMessages.PollResponse;
import gregor.grpc.proto.MiniKafkaMessages.ProduceRequest;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.LogClosedException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicExistsException;
import gregor.topic.UnknownTopicOrPartitionException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// MiniKafka's two calls, translated: its numbers count from 1, its topics have any name and one partition, and its
/// messages have no key and no time.
public final class MiniKafkaService extends MiniKafkaGrpc.MiniKafkaImplBase {
    private static final long LAST_NUMBER = 0xFFFF_FFFFL;
    /// What stands around a payload in a reply: two tags, two lengths.
    private static final int ENVELOPE = 12;
    private static final Map<String, String> AS_LARGE_AS_FITS =
            Map.of("max.message.bytes", "" + (FetchPage.MOST - ENVELOPE));

    private final Broker broker;
    private final Map<String, Partition> known = new ConcurrentHashMap<>();

    public MiniKafkaService(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<MsgNumber> client) {
        StatusMapper.orAnswer(client, () -> {
            if (!request.hasTopic() || !request.hasPayload()) {
                throw new IllegalArgumentException("there is no " + (request.hasTopic() ? "payload" : "topic")
                        + " in this request; send a topic and a payload");
            }
            byte[] value = request.getPayload().getPayload().toByteArray();
            var event = new Event(broker.settings().clock().millis(), null, value, List.of());
            return number(append(TopicNameCodec.topic(request.getTopic().getTopic()), event) + 1);
        });
    }

    private long append(String topic, Event event) {
        if (Broker.isInternal(topic)) {
            throw new InvalidTopicException(topic + " is the broker's own; choose another name");
        }
        return with(topic, true, log -> {
            if (log.end() >= LAST_NUMBER) {
                throw new InvalidTopicException("topic " + topic + " has no numbers left: MiniKafka's end at "
                        + LAST_NUMBER + "; go on with another topic, or by another door");
            }
            return log.append(event);
        });
    }

    private static MsgNumber number(long number) {
        return MsgNumber.newBuilder().setMsgNumber((int) number).build();
    }

    /// Does something with the log of a topic. The topic may have been deleted and made again since the last time.
    private <T> T with(String topic, boolean create, Function<Partition, T> call) {
        Partition log = known.get(topic);
        if (log != null) {
            try {
                return call.apply(log);
            } catch (LogClosedException e) {
                known.remove(topic, log);
            }
        }
        log = find(topic, create);
        known.put(topic, log);
        return call.apply(log);
    }

    private Partition find(String topic, boolean create) {
        try {
            return onlyPartition(topic);
        } catch (UnknownTopicOrPartitionException e) {
            if (!create || !broker.settings().autoCreate()) {
                throw e;
            }
        }
        try {
            broker.createTopic(topic, 1, AS_LARGE_AS_FITS);
        } catch (TopicExistsException e) {
            // somebody else was faster
        }
        return onlyPartition(topic);
    }

    private Partition onlyPartition(String topic) {
        if (broker.partitions(topic) > 1) {
            throw new InvalidPartitionsException("topic " + topic + " has " + broker.partitions(topic)
                    + " partitions, and MiniKafka's numbers know only one; use the service gregor.v1.Gregor");
        }
        return broker.partition(topic, 0);
    }

    @Override
    public void poll(PollRequest request, StreamObserver<PollResponse> client) {
        StatusMapper.orAnswer(client, () -> {
            long from = Integer.toUnsignedLong(request.getReadFrom().getMsgNumber());
            return with(TopicNameCodec.topic(request.getTopic()), false, log -> poll(log, from));
        });
    }

    /// Reads on where the caller is, or at the first message that is still there. If nothing is new, the same number
    /// goes back.
    private static PollResponse poll(Partition log, long from) {
        var reply = PollResponse.newBuilder();
        long start = Math.max(from - 1, log.start());
        if (start >= log.end()) {
            return reply.setNewReadFrom(number(from)).build();
        }
        try {
            FetchPage page = FetchPage.read(log, start, FetchPage.MOST, MiniKafkaService::size);
            for (Entry entry : page.entries()) {
                reply.addPayloads(Payload.newBuilder().setPayload(bytes(entry)));
            }
            return reply.setNewReadFrom(number(page.next() + 1)).build();
        } catch (OffsetOutOfRangeException e) {
            // it has left in between
            return poll(log, from);
        }
    }

    private static int size(Entry entry) {
        byte[] value = entry.event().value();
        return ENVELOPE + (value == null ? 0 : value.length);
    }

    private static ByteString bytes(Entry entry) {
        byte[] value = entry.event().value();
        return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
    }
}
