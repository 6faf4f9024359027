package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.Reply;
import gregor.topic.TopicExistsException;
import java.util.LinkedHashMap;

/// `POST /topic` and `POST /topic/{name}`: creates a topic. If the name exists, it appends `__0` to the name, or `__1`
/// if that exists too, and so on; a repeated request creates a second topic.
record KatarCreate(Broker broker) implements HttpHandler {
    private static final int MAX_BYTES = 1 << 16;

    @Override
    public Reply answer(HttpExchange call) {
        KatarSettings settings = KatarSettings.of(call.body(MAX_BYTES));
        String name = call.hasName() ? call.name() : settings.name();
        if (name == null) {
            throw new HttpException(400, "the topic has no name; send {\"name\":\"…\"}");
        }
        String created = create(name, settings);
        var json = new LinkedHashMap<String, Object>();
        json.put("created", true);
        json.put("topic", created);
        return Reply.json(json).status(201).with("Location", "/topic/" + created);
    }

    private String create(String name, KatarSettings settings) {
        int partitions = settings.partitions() == 0 ? broker.settings().partitions() : settings.partitions();
        String free = name;
        for (int number = 0;; number++) {
            try {
                broker.createTopic(free, partitions, settings.values());
                return free;
            } catch (TopicExistsException e) {
                free = name + "__" + number;
            }
        }
    }
}
