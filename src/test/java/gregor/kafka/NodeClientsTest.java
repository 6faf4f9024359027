package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients for Node.js, installed by npm in the folder target/node: kafkajs, and with `-Dgregor.prove=true`
/// node-rdkafka too, which takes minutes to build librdkafka.
@Tag("outside")
class NodeClientsTest {
    private static final Path MODULES = Path.of(System.getProperty("gregor.home", "."), "target/node/node_modules");
    private static final Map<String, List<String>> SAID = Map.of("kafkajs",
            List.of("topics true", "read 100", "group Empty", "partitions 5", "transaction 7"), "node-rdkafka",
            List.of("topics true", "classic 501 1000", "consumer 501", "created again again", "transactions 40 61"));

    @TempDir
    private Path folder;

    static Stream<String> clients() {
        return Boolean.getBoolean("gregor.prove") ? Stream.of("kafkajs", "node-rdkafka") : Stream.of("kafkajs");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void worksAsWithApacheKafka(String client) throws Exception {
        Path program = folder.resolve(client + ".js");
        try (var in = NodeClientsTest.class.getResourceAsStream(client + ".js")) {
            Files.copy(in, program);
        }
        try (var server = new KafkaTestServer(
                BrokerSettings.in(folder.resolve("data")).with(new PackedFormat()).with(FsyncPolicy.never()))) {
            var builder = new ProcessBuilder("node", program.toString(), server.address())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("NODE_PATH", MODULES.toString());
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said.lines()).containsExactlyElementsOf(SAID.get(client));
        }
    }
}
