package gregor.grpc;

import module java.base;

import gregor.broker.Arrivals;
import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.TopicDescription;
import gregor.group.Lag;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorMessages;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.ConsumeRequest;
import gregor.grpc.proto.GregorMessages.CreateTopicRequest;
import gregor.grpc.proto.GregorMessages.DescribeGroupRequest;
import gregor.grpc.proto.GregorMessages.FetchReply;
import gregor.grpc.proto.GregorMessages.FetchRequest;
import gregor.grpc.proto.GregorMessages.GroupDescription;
import gregor.grpc.proto.GregorMessages.ListTopicsRequest;
import gregor.grpc.proto.GregorMessages.Place;
import gregor.grpc.proto.GregorMessages.ProduceReply;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Share;
import gregor.grpc.proto.GregorMessages.TopicList;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import gregor.rebalance.Group;
import gregor.topic.InvalidTopicException;
import gregor.topic.KeyPartitioner;
import gregor.topic.Partitioner;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// Implements the service of `gregor.proto` with a broker.
final class EventService extends GregorGrpc.GregorImplBase {
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_WAIT_MS = 30_000;

    private final Broker broker;
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<FlowControlledReply> streams = ConcurrentHashMap.newKeySet();

    EventService(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void createTopic(CreateTopicRequest request, StreamObserver<GregorMessages.Topic> client) {
        StatusMapper.answer(client, () -> {
            if (request.getPartitions() > MAX_PARTITIONS) {
                throw new IllegalArgumentException("too many partitions: " + request.getPartitions() + "; at most "
                        + MAX_PARTITIONS + " in one request");
            }
            broker.createTopic(request.getName(), request.getPartitions(), request.getSettingsMap());
            return topic(broker.describe(request.getName()));
        });
    }

    private static GregorMessages.Topic topic(TopicDescription description) {
        var topic = GregorMessages.Topic.newBuilder().setName(description.name())
                .putAllSettings(description.configuration().values());
        for (TopicDescription.PartitionDescription part : description.partitions()) {
            topic.addPartitions(GregorMessages.Partition.newBuilder().setNumber(part.partition()).setStart(part.start())
                    .setEnd(part.end()));
        }
        return topic.build();
    }

    @Override
    public void listTopics(ListTopicsRequest request, StreamObserver<TopicList> client) {
        StatusMapper.answer(client, () -> {
            var list = TopicList.newBuilder();
            for (String name : broker.topicNames()) {
                try {
                    list.addTopics(topic(broker.describe(name)));
                } catch (UnknownTopicOrPartitionException e) {
                    // deleted meanwhile
                }
            }
            return list.build();
        });
    }

    @Override
    public void produce(ProduceRequest request, StreamObserver<ProduceReply> client) {
        StatusMapper.answer(client, () -> {
            String topic = request.getTopic();
            if (Broker.isInternal(topic)) {
                throw new InvalidTopicException(topic + " is an internal topic; choose another name");
            }
            if (request.getEventsCount() == 0) {
                throw new IllegalArgumentException("the request has no events; send at least 1");
            }
            broker.createIfAbsent(topic);
            return append(request);
        });
    }

    private ProduceReply append(ProduceRequest request) {
        long now = broker.settings().clock().millis();
        List<Event> events = request.getEventsList().stream().map(event -> ProtoMapper.event(event, now)).toList();
        var places = new Place[events.size()];
        byPartition(request, events).forEach((partition, numbers) -> {
            List<Event> batch = numbers.stream().map(events::get).toList();
            long offset = broker.append(new TopicPartition(request.getTopic(), partition),
                    ListBatch.of(Origin.UNKNOWN, batch));
            for (int number : numbers) {
                places[number] = Place.newBuilder().setPartition(partition).setOffset(offset++).build();
            }
        });
        return ProduceReply.newBuilder().addAllPlaces(List.of(places)).build();
    }

    /// Returns the numbers of the events for each partition.
    private SortedMap<Integer, List<Integer>> byPartition(ProduceRequest request, List<Event> events) {
        int partitions = broker.partitions(request.getTopic());
        int call = calls.getAndIncrement();
        Partitioner partitioner = new KeyPartitioner((topic, event, count) -> Math.floorMod(call, count));
        var numbers = new TreeMap<Integer, List<Integer>>();
        for (int number = 0; number < events.size(); number++) {
            int partition = request.hasPartition()
                    ? request.getPartition()
                    : partitioner.partition(request.getTopic(), events.get(number), partitions);
            numbers.computeIfAbsent(partition, absent -> new ArrayList<>()).add(number);
        }
        return numbers;
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchReply> client) {
        StatusMapper.answer(client, () -> {
            var partition = new TopicPartition(request.getTopic(), request.getPartition());
            OffsetOutOfRangeException.check(request.getOffset(), broker.partition(partition));
            IsolationLevel isolation = ProtoMapper.isolation(request.getIsolation());
            Arrivals.await(broker, isolation, Map.of(partition, request.getOffset()), new CountDownLatch(1),
                    Duration.ofMillis(Math.clamp(request.getWaitMs(), 0, MAX_WAIT_MS)));
            int maxBytes = request.getMaxBytes() > 0
                    ? Math.min(request.getMaxBytes(), FetchPage.MAX_BYTES)
                    : FetchPage.MAX_BYTES;
            Log log = broker.log(partition, isolation);
            FetchPage page = FetchPage.read(log, request.getOffset(), maxBytes, ProtoMapper::size);
            return FetchReply.newBuilder().addAllEntries(ProtoMapper.entries(page)).setNext(page.next())
                    .setEnd(log.end()).build();
        });
    }

    @Override
    public StreamObserver<ConsumeRequest> consume(StreamObserver<ConsumeReply> client) {
        var stream = new FlowControlledReply((ServerCallStreamObserver<ConsumeReply>) client, streams::remove);
        streams.add(stream);
        return new ConsumeCall(broker, stream);
    }

    Set<FlowControlledReply> streams() {
        return streams;
    }

    @Override
    public void describeGroup(DescribeGroupRequest request, StreamObserver<GroupDescription> client) {
        StatusMapper.answer(client, () -> broker.groups().in(request.getGroup(), EventService::describe));
    }

    private static GroupDescription describe(Group group) {
        var description = GroupDescription.newBuilder().setState(group.state().name())
                .setGeneration(group.generation());
        for (Lag lag : group.lag()) {
            var share = Share.newBuilder().setTopic(lag.partition().topic()).setPartition(lag.partition().partition())
                    .setMember(lag.owner().orElse("")).setEnd(lag.end());
            lag.committed().ifPresent(share::setCommitted);
            description.addShares(share);
        }
        return description.build();
    }
}
