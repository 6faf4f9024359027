package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.broker.TopicDescription;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import java.util.LinkedHashMap;

/// `GET /topic/{name}`: returns the whole configuration of a topic.
record KatarShow(Broker broker) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        return Reply.json(described(broker.describe(call.name())));
    }

    static Object described(TopicDescription topic) {
        var json = new LinkedHashMap<String, Object>();
        json.put("topic", topic.name());
        json.put("partitions", topic.partitions().size());
        json.put("config", topic.configuration().values());
        return json;
    }
}
