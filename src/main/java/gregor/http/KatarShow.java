package gregor.http;

import gregor.broker.Broker;
import gregor.broker.TopicDescription;
import java.util.LinkedHashMap;

/// `GET /topic/{name}`: the configuration of a topic, all of it.
record KatarShow(Broker broker) implements Request {
    @Override
    public Reply answer(Call call) {
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
