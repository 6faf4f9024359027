package gregor.ancestor.wafka;

import gregor.broker.Broker;
import gregor.http.EventAppender;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// `POST /events`: an event of Wafka. The server chooses the broker, which is the one that owns the partition: in turn,
/// or with `?field=truck` by that field of the message, so that one value always goes to the same broker.
///
/// @param told hears of each partition that has an event of Wafka in it
public record WafkaPost(Broker broker, EventAppender spread, Consumer<TopicPartition> told, Partitioner turns) implements HttpHandler {
    private static final int MAX_BYTES = 8 << 20;

    public WafkaPost(Broker broker, EventAppender spread, Consumer<TopicPartition> told) {
        this(broker, spread, told, new RoundRobinPartitioner());
    }

    @Override
    public Reply answer(HttpExchange call) {
        ObjectNode json = JsonBody.object(call.body(MAX_BYTES), JsonBody.RELAXED);
        String topic = WafkaEvent.topic(json);
        Event event = WafkaEvent.read(json, broker.settings().clock().millis());
        Partitioner partitioner = call.query("field").<Partitioner>map(field -> new ByField(FieldExtractor.json(field)))
                .orElse(turns);
        Topic.checkName(topic);
        if (partitioner != turns) {
            partitioner.partition(topic, event, 1);
        }
        broker.createIfAbsent(topic);
        TopicPartition partition = spread.choose(topic, event, partitioner);
        told.accept(partition);
        long offset = broker.append(partition, ListBatch.of(event));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("event_id", WafkaEvent.write(topic, offset, event).get("event_id"));
        answer.put("topic_name", topic);
        answer.put("broker_id", partition.partition() + 1);
        answer.put("offset", offset);
        return Reply.json(answer).status(201);
    }
}
