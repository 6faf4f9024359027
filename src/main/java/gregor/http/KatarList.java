package gregor.http;

import gregor.broker.Broker;
import java.util.Map;

/// `GET /topic`: the names of all topics.
record KatarList(Broker broker) implements Request {
    @Override
    public Reply answer(Call call) {
        return Reply.json(Map.of("topics", broker.topicNames()));
    }
}
