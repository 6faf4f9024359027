package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import java.util.LinkedHashMap;

/// `DELETE /topic/{name}`: deletes a topic and its events.
record KatarDelete(Broker broker) implements HttpHandler {
    @Override
    public Reply answer(HttpExchange call) {
        String topic = call.name();
        broker.deleteTopic(topic);
        var json = new LinkedHashMap<String, Object>();
        json.put("deleted", true);
        json.put("topic", topic);
        return Reply.json(json);
    }
}
