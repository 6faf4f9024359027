package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import gregor.topic.TopicExistsException;
import java.util.LinkedHashMap;

/// `POST /topic` and `POST /topic/{name}`: makes a topic. If there is one of that name, `__0` is put behind it; and if
/// there is one of that name too, `__1`. So to ask twice makes two.
public record KatarCreate(Broker broker) implements HttpHandler {
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public Reply answer(HttpExchange call) {
        KatarSettings settings = KatarSettings.of(call.body(MAX_BYTES));
        String name = call.hasName() ? call.name() : settings.name();
        if (name == null) {
            throw new HttpException(400, "the topic has no name; send {\"name\":\"…\"}");
        }
        String made = create(name, settings);
        var json = new LinkedHashMap<String, Object>();
        json.put("created", true);
        json.put("topic", made);
        return Reply.json(json).status(201).with("Location", "/topic/" + made);
    }

    private String create(String name, KatarSettings settings) {
        int partitions = settings.partitions() == 0 ? broker.settings().partitions() : settings.partitions();
        String free = name;
        for (int number = 0; ; number++) {
            try {
                broker.createTopic(free, partitions, settings.values());
                return free;
            } catch (TopicExistsException e) {
                free = name + "__" + number;
            }
        }
    }
}
