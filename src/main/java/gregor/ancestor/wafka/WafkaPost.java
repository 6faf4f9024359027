package gregor.ancestor.wafka;

import module java.base;

import gregor.broker.Broker;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.topic.Partitioner;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import tools.jackson.databind.node.ObjectNode;

/// `POST /events`: appends an event of Wafka. The server chooses the broker, which owns one partition: by a strategy, or
/// with `?field=truck` by that field of the message, so that events with the same value go to the same broker.
final class WafkaPost implements HttpHandler {
    private static final int MAX_BYTES = 8 << 20;

    private final Broker broker;
    private final Partitioner strategy;

    /// @param strategy chooses the partition where a request names no field
    WafkaPost(Broker broker, Partitioner strategy) {
        this.broker = broker;
        this.strategy = strategy;
    }

    @Override
    public Reply answer(HttpExchange call) {
        String body = Utf8.text(call.body(MAX_BYTES)).map(JavaScriptObject::toJson).orElse("");
        ObjectNode json = JsonBody.object(Utf8.bytes(body));
        String topic = WafkaEvent.topic(json);
        Event event = WafkaEvent.read(json, broker.settings().clock().millis());
        Partitioner partitioner = call.query("field").<Partitioner>map(field -> new ByField(field)).orElse(strategy);
        Topic.checkName(topic);
        if (partitioner instanceof ByField) {
            partitioner.partition(topic, event, 1);
        }
        broker.createIfAbsent(topic);
        var partition = new TopicPartition(topic, partition(topic, event, partitioner));
        long offset = broker.append(partition, ListBatch.of(event));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("event_id", WafkaEvent.write(topic, offset, event).get("event_id"));
        answer.put("topic_name", topic);
        answer.put("broker_id", partition.partition() + 1);
        answer.put("offset", offset);
        return Reply.json(answer).status(201);
    }

    /// Chooses a partition. If the topic has just been deleted, the append fails.
    private synchronized int partition(String topic, Event event, Partitioner partitioner) {
        return partitioner.partition(topic, event, Math.max(1, broker.partitions(topic)));
    }
}
