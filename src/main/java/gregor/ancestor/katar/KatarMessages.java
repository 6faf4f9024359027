package gregor.ancestor.katar;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.topic.TopicPartition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The requests of Katar's program for one message.
record KatarMessages(Broker broker) {
    private static final int MAX_BYTES = 8 << 20;

    /// `POST /publish/{topic}`: appends the body, any JSON value, as one event.
    Reply publish(HttpExchange call) {
        JsonNode payload = JsonBody.read(call.body(MAX_BYTES)).filter(json -> !json.isNull())
                .orElseThrow(() -> new HttpException(400, "the body is not JSON; text needs quotes"));
        broker.createIfAbsent(call.name());
        var event = new Event(broker.settings().clock().millis(), null, KatarGrammar.value(payload), List.of());
        long offset = broker.append(new TopicPartition(call.name(), 0), ListBatch.of(event));
        var json = new LinkedHashMap<String, Object>();
        json.put("success", true);
        json.put("published", List.of(Map.of("topic", call.name(), "partition", 0, "offset", offset)));
        return Reply.json(json);
    }

    /// `GET /subscribe/{topic}`: returns the payload at an offset, or the last one. The offset is in the body,
    /// `{"offset":7}`, or in the query. There is null where the topic has no event.
    Reply read(HttpExchange call) {
        Partition partition = broker.partition(call.name(), 0);
        byte[] body = call.body(MAX_BYTES);
        ObjectNode request = body.length > 0 ? JsonBody.object(body) : JsonBody.STRICT.createObjectNode();
        call.query("offset").flatMap(text -> JsonBody.read(Utf8.bytes(text)))
                .ifPresent(offset -> request.set("offset", offset));
        long offset = JsonBody.number(request, "offset", 0, Long.MAX_VALUE)
                .orElseGet(() -> Math.max(0, partition.end() - 1));
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.set("log", payload(partition, offset));
        return Reply.json(json.put("offset", offset).put("topic", call.name()));
    }

    private static JsonNode payload(Partition partition, long offset) {
        if (offset < partition.start() || offset >= partition.end()) {
            return JsonBody.STRICT.nullNode();
        }
        return StreamSupport.stream(partition.read(offset, 1).spliterator(), false)
                .flatMap(batch -> StreamSupport.stream(batch.spliterator(), false))
                .filter(entry -> entry.offset() == offset).map(Entry::event)
                .map(event -> KatarGrammar.payload(event.value())).findFirst().orElseGet(JsonBody.STRICT::nullNode);
    }
}
