package gregor.schema;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import gregor.http.Web;
import gregor.kafka.KafkaSettings;
import gregor.kafka.server.KafkaServer;
import gregor.list.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients of Confluent's Schema Registry, unchanged: @kafkajs/confluent-schema-registry, installed by npm in
/// target/node, that of Debian's python3-confluent-kafka, and Spring's, which `src/build/spring.xml` puts in target/spring.
@Tag("outside")
class SchemaClientsTest {
    private static final Path TARGET = Path.of(System.getProperty("gregor.home", "."), "target");
    private static final Path MODULES = TARGET.resolve("node/node_modules");

    @TempDir
    private Path folder;

    private List<String> run(List<String> command, String program, String... arguments) throws Exception {
        Path file = folder.resolve(program);
        try (var in = SchemaClientsTest.class.getResourceAsStream(program)) {
            Files.copy(in, file);
        }
        var builder = new ProcessBuilder(Stream.of(command.stream(), Stream.of(file.toString()), Stream.of(arguments))
                .flatMap(part -> part).toList()).redirectErrorStream(true);
        builder.environment().put("NODE_PATH", MODULES.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.lines().toList();
    }

    private static HttpDoor door(Broker broker) {
        return HttpDoor.open(broker, HttpSettings.at("127.0.0.1", 0).withToken("secret"),
                SchemaRequests.module(broker));
    }

    @Test
    void aJavaScriptClientRegistersWritesAndReads() throws Exception {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var broker = Broker.open(Web.fast(folder.resolve("data")));
                var door = door(broker);
                var kafka = KafkaServer.open(broker, KafkaSettings.at(local))) {
            assertThat(run(List.of("node"), "registry.js", door.address(), "127.0.0.1:" + kafka.address().getPort()))
                    .containsExactly("registered 1 1 1", "refused 409",
                            "decoded {\"id\":7,\"note\":\"köln\",\"tags\":[\"a\",\"b\"]}", "decoded {\"id\":8}");
            var schemas = new SchemaDecoder(() -> new Consumer("test", broker.partition("_schemas", 0)).poll(100)
                    .stream().map(entry -> entry.event()).toList());
            var decoded = new ArrayList<String>();
            for (int partition = 0; partition < broker.partitions("orders"); partition++) {
                new Consumer("test", broker.partition("orders", partition)).poll(10)
                        .forEach(entry -> decoded.add(schemas.decode(entry.event().value()).orElseThrow().toString()));
            }
            assertThat(decoded).containsExactly("{\"id\":7,\"note\":\"köln\",\"tags\":[\"a\",\"b\"]}", "{\"id\":8}");
        }
    }

    @Test
    void aPythonClientRegistersFindsComparesAndDeletes() throws Exception {
        try (var broker = Broker.open(Web.fast(folder.resolve("data"))); var door = door(broker)) {
            assertThat(run(List.of("/usr/bin/python3"), "registry.py", door.address())).containsExactly(
                    "same True AVRO", "versions 1 [1] 1 1", "level FULL False",
                    "error 409 409 Schema being registered is incompatible with an earlier sche",
                    "error 422 42201 Invalid schema: it is JSON, but not a schema of Avro",
                    "error 404 40402 Version 7 not found.", "error 404 40401 Subject 'none' not found.", "deleted 1 0");
        }
    }

    @Test
    void aJavaSerializerRegistersWritesAndReads() throws Exception {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (var broker = Broker.open(Web.fast(folder.resolve("data")));
                var door = door(broker);
                var kafka = KafkaServer.open(broker, KafkaSettings.at(local))) {
            broker.createTopic("orders", 1, Map.of());
            assertThat(run(List.of(java, "-cp", TARGET.resolve("spring") + "/*"), "SpringOrders.java", door.address(),
                    "127.0.0.1:" + kafka.address().getPort())).filteredOn(line -> !line.startsWith("SLF4J"))
                    .containsExactly("written as application/vnd.order.v1+avro",
                            "read {\"id\": 7, \"note\": \"köln\", \"paid\": false}", "registered 2 as version 2",
                            "same true", "refused: Failed to register subject order, server replied with status 409",
                            "not found: SchemaNotFoundException");
        }
    }
}
