package gregor.ancestor.katar;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.TopicDescription;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.Reply;
import gregor.topic.TopicExistsException;

/// Katar's requests about topics.
///
/// @param listsInternal whether the list of topics includes the broker's own
record KatarTopics(Broker broker, boolean listsInternal) {
    private static final int MAX_BYTES = 1 << 16;

    /// `GET /topic`: lists the names of all topics.
    Reply list(HttpExchange call) {
        return Reply.json(Map.of("topics",
                broker.topicNames().stream().filter(name -> listsInternal || !Broker.isInternal(name)).toList()));
    }

    /// `GET /topic/{name}`: returns the configuration of a topic, with Katar's names in `metadata` and all of it in
    /// `config`; `GET /topic/a,b` returns those of several.
    Reply show(HttpExchange call) {
        List<Object> topics = Stream.of(call.name().split(",")).map(name -> described(broker.describe(name))).toList();
        return Reply.json(topics.size() == 1 ? topics.getFirst() : Map.of("topics", topics));
    }

    private static Object described(TopicDescription topic) {
        var metadata = new TreeMap<String, String>();
        KatarFolder.NAMES.forEach((name, setting) -> metadata.put(name, topic.configuration().value(setting)));
        metadata.put("serializer", "JSONSerializer");
        var json = new LinkedHashMap<String, Object>();
        json.put("topic", topic.name());
        json.put("metadata", metadata);
        json.put("partitions", topic.partitions().size());
        json.put("config", topic.configuration().values());
        return json;
    }

    /// `POST /topic` and `POST /topic/{name}`: creates a topic. If the name exists, it appends `__0` to the name, or
    /// `__1` if that exists too, and so on; a repeated request creates a second topic.
    Reply create(HttpExchange call) {
        KatarSettings settings = KatarSettings.of(call.body(MAX_BYTES));
        String name = call.hasName() ? call.name() : settings.name();
        if (name == null) {
            throw new HttpException(400, "the topic has no name; send {\"name\":\"…\"}");
        }
        String created = create(name, settings);
        broker.describe(created);
        return done("created", created).status(201).with("Location", "/topic/" + created);
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

    /// `PUT` and `PATCH /topic/{name}`: change the configuration of a topic and return the new one.
    ///
    /// @param resets whether settings that the body leaves out return to their default, as with PUT
    Reply change(HttpExchange call, boolean resets) {
        String topic = call.name();
        broker.describe(topic);
        KatarSettings settings = KatarSettings.of(call.body(MAX_BYTES));
        if (settings.name() != null && !settings.name().equals(topic)) {
            throw new HttpException(400, "a topic cannot be renamed; create another one and publish there");
        }
        if (resets) {
            broker.resetTopic(topic, settings.values());
        } else {
            broker.alterTopic(topic, settings.values());
        }
        if (settings.partitions() > 0) {
            broker.addPartitions(topic, settings.partitions());
        }
        return Reply.json(described(broker.describe(topic)));
    }

    /// `DELETE /topic/{name}`: deletes a topic and its events.
    Reply delete(HttpExchange call) {
        broker.deleteTopic(call.name());
        return done("deleted", call.name());
    }

    private static Reply done(String what, String topic) {
        var json = new LinkedHashMap<String, Object>();
        json.put(what, true);
        json.put("topic", topic);
        return Reply.json(json);
    }
}
