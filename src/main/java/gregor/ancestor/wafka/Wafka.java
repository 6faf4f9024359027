package gregor.ancestor.wafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpModule;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.http.Router;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.packed.CorruptBatchException;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Wafka's requests, as a module of an HTTP door. Broker 1 owns the first partition of each topic, broker 2 the second.
public final class Wafka implements HttpModule {
    private static final int MAX_BYTES = 8 << 20;

    private final Broker broker;
    private final Partitioner strategy;

    private Wafka(Broker broker, Partitioner strategy) {
        this.broker = broker;
        this.strategy = strategy;
    }

    /// Serves the topics of a broker, with their partitions in turn.
    public static HttpModule module(Broker broker) {
        return module(broker, new RoundRobinPartitioner());
    }

    /// Serves the topics of a broker.
    ///
    /// @param strategy chooses the partition of an event whose request names no field
    public static HttpModule module(Broker broker, Partitioner strategy) {
        return new Wafka(broker, strategy);
    }

    @Override
    public void addRoutes(Router router) {
        router.add("POST", "/events", router.idempotent(this::post));
        router.add("GET", "/broker/{id}", this::state);
    }

    /// `POST /events`: appends an event. The server chooses the partition: by a strategy, or with `?field=truck` by
    /// that field of the message, so that events with the same value go to the same broker.
    private Reply post(HttpExchange call) {
        String body = Utf8.text(call.body(MAX_BYTES)).map(JavaScriptObject::toJson).orElse("");
        ObjectNode json = JsonBody.object(Utf8.bytes(body));
        String topic = WafkaEvent.topic(json);
        Event event = WafkaEvent.read(json, broker.settings().clock().millis());
        Partitioner partitioner = call.query("field").<Partitioner>map(ByField::new).orElse(strategy);
        Topic.checkName(topic);
        if (partitioner instanceof ByField) {
            partitioner.partition(topic, event, 1);
        }
        broker.createIfAbsent(topic);
        int partition = partition(topic, event, partitioner);
        long offset = broker.append(new TopicPartition(topic, partition), ListBatch.of(event));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("event_id", WafkaEvent.write(topic, offset, event).get("event_id"));
        answer.put("topic_name", topic);
        answer.put("broker_id", partition + 1);
        answer.put("offset", offset);
        return Reply.json(answer).status(201);
    }

    /// Chooses a partition. If the topic has just been deleted, the append fails.
    private synchronized int partition(String topic, Event event, Partitioner partitioner) {
        return partitioner.partition(topic, event, Math.max(1, broker.partitions(topic)));
    }

    /// `GET /broker/{id}`: returns what a broker of Wafka holds.
    ///
    /// ```
    /// {"broker_id":1,"partitions":{"deliveries":{"messages":[{…}],"next_offset":54}}}
    /// ```
    ///
    /// `messages` has the current message only, as the end of Wafka's document says. A broker exists if new topics have
    /// a partition for it, or if a topic has one.
    private Reply state(HttpExchange call) {
        String name = call.name();
        if (!name.matches("[1-9][0-9]{0,6}")) {
            throw new HttpException(400, "the number of a broker is at least 1, not " + name);
        }
        int number = Integer.parseInt(name) - 1;
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.put("broker_id", number + 1);
        ObjectNode partitions = json.putObject("partitions");
        for (String topic : broker.topicNames()) {
            if (number < broker.partitions(topic) && !Broker.isInternal(topic)) {
                describe(broker.partition(topic, number), partitions.putObject(topic));
            }
        }
        if (partitions.isEmpty() && number >= broker.settings().partitions()) {
            throw new HttpException(404, "unknown broker " + name + ": new topics have "
                    + broker.settings().partitions() + " partitions, and no topic has more");
        }
        return Reply.json(json);
    }

    private void describe(Partition partition, ObjectNode json) {
        ArrayNode messages = json.putArray("messages");
        try {
            new Consumer("http", broker.log(partition.name(), IsolationLevel.READ_COMMITTED)).latest().ifPresent(
                    entry -> messages.add(WafkaEvent.write(partition.name().topic(), entry.offset(), entry.event())));
        } catch (PartitionUnavailableException | StorageException | CorruptLogException | CorruptBatchException e) {
            json.put("error", e.getMessage());
        }
        json.put("next_offset", broker.isUnavailable(partition.name()) ? 0 : partition.end());
    }
}
