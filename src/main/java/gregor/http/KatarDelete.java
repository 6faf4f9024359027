package gregor.http;

import gregor.broker.Broker;
import java.util.LinkedHashMap;

/// `DELETE /topic/{name}`: deletes a topic and what is in it.
record KatarDelete(Broker broker) implements Request {
    @Override
    public Reply answer(Call call) {
        String topic = call.name();
        broker.deleteTopic(topic);
        var json = new LinkedHashMap<String, Object>();
        json.put("deleted", true);
        json.put("topic", topic);
        return Reply.json(json);
    }
}
