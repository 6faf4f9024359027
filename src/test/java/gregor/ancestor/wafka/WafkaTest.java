package gregor.ancestor.wafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.broker.ForeignFolder;
import gregor.broker.ForeignLog;
import gregor.file.FileSettings;
import gregor.http.Web;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.topic.TopicPartition;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wafka's events, brokers and files.
class WafkaTest {
    private static final String EVENT = "{event_id: 1, topic_name: \"deliveries\", timestamp: \"2026-03-02\", "
            + "message: \"truck--ontime--australia-melbourne-1021\"}";

    @TempDir
    private Path folder;
    private Web web;

    @BeforeEach
    void open() {
        web = new Web(
                Broker.open(BrokerSettings.inMemory(folder.resolve("archive")).withNewTopics(3, true),
                        new WafkaFolder(folder.resolve("wafka"), 3)),
                how -> how, broker -> List.of(Kaf.module(broker), Katar.module(broker), Wafka.module(broker)));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void anEventAsTheDocumentShowsIt() {
        var answer = web.post("/events", EVENT);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"event_id\":1,\"topic_name\":\"deliveries\",\"broker_id\":1,\"offset\":0}");
        Event event = web.broker.partition("deliveries", 0).entries(0).getFirst().event();
        assertThat(event.text()).isEqualTo("truck--ontime--australia-melbourne-1021");
        assertThat(event.timestamp()).isEqualTo(1772409600000L);
    }

    @Test
    void theServerChoosesTheBrokersInTurnForEachTopic() {
        for (int round = 0; round < 2; round++) {
            for (int broker = 1; broker <= 3; broker++) {
                for (String topic : List.of("a", "b")) {
                    assertThat(web.post("/events", "{\"topic_name\":\"" + topic + "\",\"message\":1}").json()
                            .get("broker_id").intValue()).isEqualTo(broker);
                }
            }
        }
    }

    @Test
    void aFieldOfTheMessageChoosesTheBroker() {
        var brokers = new HashSet<Integer>();
        for (int i = 0; i < 6; i++) {
            brokers.add(
                    web.post("/events?field=truck", "{\"topic_name\":\"a\",\"message\":{\"truck\":7,\"n\":" + i + "}}")
                            .json().get("broker_id").intValue());
        }
        assertThat(brokers).hasSize(1);
        for (int truck = 0; truck < 20; truck++) {
            brokers.add(web.post("/events?field=truck", "{\"topic_name\":\"a\",\"message\":{\"truck\":" + truck + "}}")
                    .json().get("broker_id").intValue());
        }
        assertThat(brokers).hasSize(3);
    }

    @Test
    void aBrokerWithoutEventsHasAStateToo() {
        assertThat(web.get("/broker/3").body()).isEqualTo("{\"broker_id\":3,\"partitions\":{}}");
        assertThat(web.get("/broker/4").status()).isEqualTo(404);
    }

    @Test
    void theStateShowsTheCurrentMessageAndTheNextOffset() {
        for (int i = 0; i < 7; i++) {
            web.post("/events", "{\"topic_name\":\"deliveries\",\"timestamp\":\"2026-03-02T08:15:00Z\",\"message\":\"m"
                    + i + "\"}");
        }
        var state = web.get("/broker/1").json();
        assertThat(state.get("broker_id").intValue()).isEqualTo(1);
        assertThat(state.at("/partitions/deliveries").toString())
                .isEqualTo("{\"messages\":[{\"event_id\":3,\"topic_name\":\"deliveries\","
                        + "\"timestamp\":\"2026-03-02T08:15:00Z\",\"message\":\"m6\"}],\"next_offset\":3}");
        assertThat(web.get("/broker/4").status()).isEqualTo(404);
        assertThat(web.get("/broker/0").status()).isEqualTo(400);
        assertThat(web.get("/broker/x").status()).isEqualTo(400);
    }

    /// Records the threads that append to each log, and lets the first append at broker 1 wait at a gate.
    private record Watched(WafkaFolder wafka, Map<String, Set<Thread>> threads,
            Semaphore gate) implements ForeignFolder {
        @Override
        public Map<String, Integer> topics() {
            return wafka.topics();
        }

        @Override
        public OptionalInt owner(TopicPartition partition) {
            return wafka.owner(partition);
        }

        @Override
        public void delete(TopicPartition partition) {
            wafka.delete(partition);
        }

        @Override
        public ForeignLog open(TopicPartition partition, FileSettings settings) {
            ForeignLog log = wafka.open(partition, settings);
            return (ForeignLog) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ForeignLog.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("append") && args[0] instanceof Batch) {
                            threads.computeIfAbsent(partition.toString(), absent -> new CopyOnWriteArraySet<>())
                                    .add(Thread.currentThread());
                            if (partition.partition() == 0) {
                                gate.acquireUninterruptibly();
                            }
                        }
                        return method.invoke(log, args);
                    });
        }
    }

    /// Posts an event whose message is the number of its broker.
    private int post(String topic, int broker) {
        return web.post("/events", "{topic_name: " + topic + ", message: " + broker + "}").json().get("broker_id")
                .intValue();
    }

    @Test
    void eachBrokerHasOneThreadForItsPartitionsOfAllTopics() throws Exception {
        web.close();
        var watched = new Watched(new WafkaFolder(folder.resolve("threads"), 3), new ConcurrentHashMap<>(),
                new Semaphore(0));
        web = new Web(Broker.open(BrokerSettings.inMemory(folder.resolve("archive")).withNewTopics(3, true), watched),
                how -> how,
                broker -> List.of(Wafka.module(broker, (topic, event, count) -> Integer.parseInt(event.text()) - 1)));
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = clients.submit(() -> post("a", 1));
            while (!watched.threads().containsKey("a-0")) {
                Thread.sleep(1);
            }
            Future<Integer> second = clients.submit(() -> post("b", 1));
            try {
                for (String topic : List.of("a", "b")) {
                    assertThat(post(topic, 2)).as("the other brokers go on").isEqualTo(2);
                    assertThat(post(topic, 3)).isEqualTo(3);
                }
                assertThat(watched.threads()).as("broker 1 is busy").doesNotContainKey("b-0");
            } finally {
                watched.gate().release(2);
            }
            assertThat(first.get()).isEqualTo(second.get()).isEqualTo(1);
        }
        var threads = watched.threads();
        assertThat(threads).allSatisfy((partition, used) -> assertThat(used).hasSize(1));
        for (int partition = 0; partition < 3; partition++) {
            assertThat(threads.get("a-" + partition)).isEqualTo(threads.get("b-" + partition));
        }
        assertThat(threads.values().stream().distinct()).hasSize(3);
        web.close();
        for (Set<Thread> used : threads.values()) {
            assertThat(used.iterator().next().join(Duration.ofSeconds(100))).as("ends with the server").isTrue();
        }
        open();
    }

    @Test
    void nothingOfItIsLostInTheFile() throws IOException {
        web.post("/events", EVENT);
        web.post("/events",
                "{\"topic_name\":\"deliveries\",\"message\":{\"a\":[1]},\"event_id\":\"x-9\",\"timestamp\":\"2026-03-02T08:15:00.123456Z\",\"driver\":\"Kim\"}");
        web.close();
        assertThat(Files.readAllLines(folder.resolve("wafka/deliveries-1.txt"))).singleElement().asString().startsWith(
                "{\"event_id\":1,\"topic_name\":\"deliveries\",\"timestamp\":\"2026-03-02T00:00:00Z\",\"message\":\"truck--ontime--australia-melbourne-1021\"");
        assertThat(Files.readString(folder.resolve("wafka/deliveries-2.txt"))).contains("x-9", "08:15:00.123456Z",
                "Kim", "{\\\"a\\\":[1]}");
        open();
    }

    @Test
    void aFileGoesOnWhereItEnds() throws IOException {
        for (int run = 0; run < 3; run++) {
            web.post("/publish", "{\"topic\":\"a\",\"partition\":0,\"payload\":\"by katar " + run + "\"}");
            web.post("/events", "{\"topic_name\":\"a\",\"message\":\"by wafka " + run + "\"}");
            web.close();
            open();
        }
        web.close();
        assertThat(Files.readAllLines(folder.resolve("wafka/a-1.txt"))).hasSize(6);
        try (WafkaLog file = WafkaLog.open(folder.resolve("wafka"), "a", 1)) {
            assertThat(file.end()).isEqualTo(6);
            assertThat(file.entries(0).get(4).event().text()).isEqualTo("by katar 2");
        }
        open();
    }

    @Test
    void aFolderWithFilesIsOpenedAndTheirOffsetsGoOn() throws IOException {
        web.close();
        Files.createDirectories(folder.resolve("wafka"));
        Files.writeString(folder.resolve("wafka/old-2.txt"),
                "{\"event_id\":7,\"topic_name\":\"old\",\"timestamp\":\"2026-03-02\",\"message\":\"a\"}\n");
        Files.writeString(folder.resolve("wafka/wide-5.txt"), "{\"message\":\"b\"}\n");
        Files.writeString(folder.resolve("wafka/notes.txt"), "something else");
        Files.writeString(folder.resolve("wafka/bad-1.txt"), "{\"shape\":\"another\"}\n");
        open();
        assertThat(web.get("/broker/2").json().at("/partitions/old").toString()).isEqualTo(
                "{\"messages\":[{\"event_id\":7,\"topic_name\":\"old\",\"timestamp\":\"2026-03-02T00:00:00Z\","
                        + "\"message\":\"a\"}],\"next_offset\":1}");
        assertThat(web.broker.partitions("wide")).isEqualTo(5);
        for (int broker = 1; broker <= 3; broker++) {
            assertThat(web.post("/events", "{topic_name: old, message: again}").json().get("offset").intValue())
                    .isEqualTo(broker == 2 ? 1 : 0);
        }
        assertThat(web.post("/events", "{topic_name: bad, message: x}").status()).isEqualTo(503);
        assertThat(folder.resolve("wafka/bad-1.txt")).as("left alone").hasContent("{\"shape\":\"another\"}");
        assertThat(folder.resolve("wafka/old-2.txt")).content().contains("\"again\"");
    }

    @Test
    void theObjectOfTheDocumentNeedsNoQuotes() {
        var answer = web.post("/events", """
                // The event the producer will send in a stream
                {
                    event_id: 1,
                    topic_name: deliveries,
                    timestamp: "2026-03-02",
                    message: truck--ontime--australia-melbourne-1021
                }""");
        assertThat(answer.body())
                .isEqualTo("{\"event_id\":1,\"topic_name\":\"deliveries\",\"broker_id\":1,\"offset\":0}");
        assertThat(JavaScriptObject.toJson("{a: \"b: {c\\\" d}\", e: [1e5, -2.5, true, null, x-1]}"))
                .isEqualTo("{\"a\": \"b: {c\\\" d}\", \"e\": [1e5, -2.5, true, null, \"x-1\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"topic_name\":\"a\"}", "{\"message\":1}",
            "{\"topic_name\":\"a b\",\"message\":1}", "{\"topic_name\":\"a\",\"message\":1,\"timestamp\":\"soon\"}",
            "{\"topic_name\":\"a\",\"message\":1,\"timestamp\":\"1800-01-01\"}",
            "{\"topic_name\":\"a\",\"message\":1,\"event_id\":[]}", "{\"topic_name\":7,\"message\":1}"})
    void anEventThatIsNoneMakesNothing(String body) {
        List<String> before = web.broker.topicNames();
        assertThat(web.post("/events", body).status()).isEqualTo(400);
        assertThat(web.post("/events?field=x", "{\"topic_name\":\"a\",\"message\":{\"y\":1}}").status()).isEqualTo(400);
        assertThat(web.broker.topicNames()).isEqualTo(before);
    }
}
