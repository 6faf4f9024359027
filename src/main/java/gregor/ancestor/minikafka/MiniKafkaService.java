package gregor.ancestor.minikafka;

import module java.base;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.MsgNumber;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Payload;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.PollResponse;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.ProduceRequest;
import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.Partition;
import gregor.grpc.FetchPage;
import gregor.grpc.GrpcModule;
import gregor.grpc.StatusMapper;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import io.grpc.stub.StreamObserver;

/// Implements MiniKafka's two calls with a broker, as a module of a gRPC door. MiniKafka's numbers count from 1, its
/// topics have any name and one partition, and its messages have no key and no timestamp.
public final class MiniKafkaService extends MiniKafkaGrpc.MiniKafkaImplBase implements GrpcModule {
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;
    /// The largest size of the two tags and two lengths of a payload in a reply, in bytes.
    private static final int PAYLOAD_OVERHEAD = 12;
    private static final Map<String, String> TOPIC_CONFIG = Map.of("max.message.bytes",
            "" + (FetchPage.MAX_BYTES - PAYLOAD_OVERHEAD));

    private final Broker broker;
    private final Optional<Eviction> eviction;

    /// Serves a broker's topics, and deletes messages only by the retention of each topic.
    public MiniKafkaService(Broker broker) {
        this(broker, Optional.empty());
    }

    /// Serves a broker's topics, and also deletes messages one by one when they are older than `retention`.
    ///
    /// @throws IllegalArgumentException if the retention is not positive
    public MiniKafkaService(Broker broker, Optional<Duration> retention) {
        this.broker = broker;
        eviction = retention.map(age -> new Eviction(broker, age));
        eviction.ifPresent(Eviction::start);
    }

    @Override
    public void close() {
        eviction.ifPresent(Eviction::stop);
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<MsgNumber> client) {
        StatusMapper.answer(client, wording(request.getTopic().getTopic()), () -> {
            if (!request.hasTopic() || !request.hasPayload()) {
                throw new IllegalArgumentException("the request has no " + (request.hasTopic() ? "payload" : "topic")
                        + "; send a topic and a payload");
            }
            byte[] value = request.getPayload().getPayload().toByteArray();
            var event = new Event(broker.settings().clock().millis(), null, value, List.of());
            return number(append(TopicNameCodec.topic(request.getTopic().getTopic()), event) + 1);
        });
    }

    /// Returns the name of a topic in messages to the form in which the client wrote it.
    private static UnaryOperator<String> wording(String name) {
        return message -> name.isEmpty() ? message : message.replace(TopicNameCodec.encoded(name), name);
    }

    private long append(String topic, Event event) {
        if (Broker.isInternal(topic)) {
            throw new InvalidTopicException(topic + " is an internal topic; choose another name");
        }
        broker.createIfAbsent(topic, 1, TOPIC_CONFIG);
        Partition log = onlyPartition(topic);
        if (log.end() >= MAX_NUMBER) {
            throw new InvalidTopicException("topic " + topic + " has no numbers left: MiniKafka's end at " + MAX_NUMBER
                    + "; use another topic, or another door");
        }
        return log.append(event);
    }

    private static MsgNumber number(long number) {
        return MsgNumber.newBuilder().setMsgNumber((int) number).build();
    }

    private Partition onlyPartition(String topic) {
        if (broker.partitions(topic) > 1) {
            throw new InvalidPartitionsException("topic " + topic + " has " + broker.partitions(topic)
                    + " partitions, and MiniKafka's topics have one; use the service gregor.v1.Gregor");
        }
        return broker.partition(topic, 0);
    }

    @Override
    public void poll(PollRequest request, StreamObserver<PollResponse> client) {
        StatusMapper.answer(client, wording(request.getTopic()), () -> {
            long from = Integer.toUnsignedLong(request.getReadFrom().getMsgNumber());
            Partition partition = onlyPartition(TopicNameCodec.topic(request.getTopic()));
            return poll(broker.log(partition.name(), IsolationLevel.READ_COMMITTED), from);
        });
    }

    /// Reads from a number on, or from the first message that has not been deleted. At the end it returns the same
    /// number.
    private static PollResponse poll(Log log, long from) {
        var reply = PollResponse.newBuilder();
        long start = Math.max(from - 1, log.start());
        if (start >= log.end()) {
            return reply.setNewReadFrom(number(from)).build();
        }
        try {
            FetchPage page = FetchPage.read(log, start, FetchPage.MAX_BYTES, MiniKafkaService::size);
            for (Entry entry : page.entries()) {
                reply.addPayloads(Payload.newBuilder().setPayload(bytes(entry)));
            }
            return reply.setNewReadFrom(number(page.next() + 1)).build();
        } catch (OffsetOutOfRangeException e) {
            // deleted meanwhile
            return poll(log, from);
        }
    }

    private static int size(Entry entry) {
        byte[] value = entry.event().value();
        return PAYLOAD_OVERHEAD + (value == null ? 0 : value.length);
    }

    private static ByteString bytes(Entry entry) {
        byte[] value = entry.event().value();
        return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
    }
}
