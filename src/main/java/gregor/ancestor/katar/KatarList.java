package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import java.util.Map;

/// `GET /topic`: lists the names of all topics.
record KatarList(Broker broker) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        return Reply.json(Map.of("topics", broker.topicNames()));
    }
}
