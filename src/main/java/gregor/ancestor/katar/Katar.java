package gregor.ancestor.katar;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.IsolationLevel;
import gregor.broker.TopicDescription;
import gregor.http.HttpException;
import gregor.http.HttpExchange;
import gregor.http.HttpModule;
import gregor.http.JsonBody;
import gregor.http.Reply;
import gregor.http.Router;
import gregor.list.Consumer;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Utf8;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Katar's requests about topics, and those of its program for one message, as a module of an HTTP door. Its `/publish`
/// and `POST /subscribe` are the door's own.
public final class Katar implements HttpModule {
    private static final int MAX_CONFIG_BYTES = 1 << 16;
    private static final int MAX_BYTES = 8 << 20;

    private final Broker broker;
    private final boolean isFolder;

    private Katar(Broker broker, boolean isFolder) {
        this.broker = broker;
        this.isFolder = isFolder;
    }

    public static HttpModule module(Broker broker) {
        return new Katar(broker, false);
    }

    /// Serves the topics of a broker on a [KatarFolder], where `POST /publish/{topic}` takes JSON only.
    public static HttpModule folderModule(Broker broker) {
        return new Katar(broker, true);
    }

    @Override
    public void addRoutes(Router router) {
        router.add("GET", "/topic", this::list);
        router.add("POST", "/topic", this::create);
        router.add("GET", "/topic/{name}", this::show);
        router.add("POST", "/topic/{name}", this::create);
        router.add("PUT", "/topic/{name}", call -> change(call, broker::resetTopic));
        router.add("PATCH", "/topic/{name}", call -> change(call, broker::alterTopic));
        router.add("DELETE", "/topic/{name}", this::delete);
        router.add("GET", "/subscribe/{topic}", this::read);
        if (isFolder) {
            router.add("POST", "/publish/{name}", this::publish);
        }
    }

    /// `GET /topic`: lists the names of all topics; in a folder without the broker's own.
    private Reply list(HttpExchange call) {
        return answer(Map.of("topics",
                broker.topicNames().stream().filter(name -> !isFolder || !Broker.isInternal(name)).toList()));
    }

    /// `GET /topic/{name}`: returns the configuration of a topic, with Katar's names in `metadata` and all of it in
    /// `config`; `GET /topic/a,b` returns those of several.
    private Reply show(HttpExchange call) {
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
    private Reply create(HttpExchange call) {
        KatarSettings settings = KatarSettings.of(call.body(MAX_CONFIG_BYTES));
        String name = call.hasName() ? call.name() : settings.name();
        if (name == null) {
            throw new HttpException(400, "the topic has no name; send {\"name\":\"…\"}");
        }
        String created = create(name, settings);
        broker.describe(created);
        return done("created", created).status(isFolder ? 200 : 201).with("Location", "/topic/" + created);
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
    /// @param changer with PUT, settings that the body leaves out return to their default
    private Reply change(HttpExchange call, BiConsumer<String, Map<String, String>> changer) {
        String topic = call.name();
        broker.describe(topic);
        KatarSettings settings = KatarSettings.of(call.body(MAX_CONFIG_BYTES));
        if (settings.name() != null && !settings.name().equals(topic)) {
            throw new HttpException(400, "a topic cannot be renamed; create another one and publish there");
        }
        changer.accept(topic, settings.values());
        if (settings.partitions() > 0) {
            broker.addPartitions(topic, settings.partitions());
        }
        return Reply.json(described(broker.describe(topic)));
    }

    /// `DELETE /topic/{name}`: deletes a topic and its events.
    private Reply delete(HttpExchange call) {
        broker.deleteTopic(call.name());
        return done("deleted", call.name());
    }

    private Reply done(String what, String topic) {
        return answer(JsonBody.STRICT.createObjectNode().put(what, true).put("topic", topic));
    }

    /// Returns JSON; in a folder with the line break after it that Katar sends.
    private Reply answer(Object json) {
        String body = JsonBody.STRICT.writeValueAsString(json);
        return Reply.of(Reply.JSON, Utf8.bytes(isFolder ? body + "\n" : body));
    }

    /// `POST /publish/{topic}`: appends the body, any JSON value, as one event.
    private Reply publish(HttpExchange call) {
        JsonNode payload = JsonBody.read(call.body(MAX_BYTES)).filter(json -> !json.isNull()).orElseThrow(
                () -> new HttpException(400, "the body is no JSON value other than null; text needs quotes"));
        broker.createIfAbsent(call.name());
        var event = new Event(broker.settings().clock().millis(), null, KatarGrammar.value(payload), List.of());
        broker.append(new TopicPartition(call.name(), 0), ListBatch.of(event));
        return answer(Map.of("success", true));
    }

    /// `GET /subscribe/{topic}`: returns the payload at an offset, or the last one. The offset is in the body,
    /// `{"offset":7}`, or in the query. There is null where the topic has no event.
    private Reply read(HttpExchange call) {
        Log log = broker.log(new TopicPartition(call.name(), 0), IsolationLevel.READ_COMMITTED);
        byte[] body = call.body(MAX_BYTES);
        ObjectNode request = body.length > 0 ? JsonBody.object(body) : JsonBody.STRICT.createObjectNode();
        call.query("offset").flatMap(text -> JsonBody.read(Utf8.bytes(text)))
                .ifPresent(offset -> request.set("offset", offset));
        long offset = JsonBody.number(request, "offset", 0, Long.MAX_VALUE).orElseGet(() -> Math.max(0, log.end() - 1));
        ObjectNode json = JsonBody.STRICT.createObjectNode();
        json.set("log", payload(log, offset));
        return answer(json.put("offset", offset).put("topic", call.name()));
    }

    private static JsonNode payload(Log log, long offset) {
        if (offset < log.start() || offset >= log.end()) {
            return JsonBody.STRICT.nullNode();
        }
        return new Consumer("katar", log).at(offset).filter(entry -> entry.offset() == offset)
                .map(entry -> KatarGrammar.payload(entry.event().value())).orElseGet(JsonBody.STRICT::nullNode);
    }
}
