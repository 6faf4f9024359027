package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.cli.Shelled;
import gregor.cli.console.StopSignal;
import gregor.list.Event;
import gregor.topic.Partitioner;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The servers of Kaf, Katar and Wafka on folders of their own.
@Timeout(120)
class FolderCommandTest extends Shelled {
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    /// Requests of a client, given the address of the server.
    private interface Client {
        void talk(String address) throws Exception;
    }

    private void serve(FolderCommand command, StopSignal stop, Client client, String... words) throws Exception {
        Thread server = Thread.ofPlatform().start(() -> run(command, words));
        BrokerCommandTest.awaitOutput(out, "Ctrl-C stops it.");
        try {
            client.talk(out.toString(StandardCharsets.UTF_8).replaceFirst("(?s).*open at ([^;]+);.*", "$1"));
        } finally {
            stop.request();
            server.join();
        }
    }

    private String ask(String address, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address));
        return client.send((body == null ? request : request.POST(BodyPublishers.ofString(body))).build(),
                BodyHandlers.ofString()).body();
    }

    @Test
    void kafServesItsFolderAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("old"), "KAF_DB|v1|0\nKAF_MSG|1|5\nhello");
        var stop = new StopSignal();
        serve(new FolderCommand.KafCommand(() -> stop), stop, address -> {
            assertThat(ask(address + "/get/old?from=1&format=raw", null)).isEqualTo("hello\n");
            assertThat(ask(address + "/put/old", "again")).isEqualTo("2");
            assertThat(ask(address + "/publish/old", "lost")).contains("unknown path", "POST /put/{log}");
        }, "127.0.0.1:0", folder.toString());
        assertThat(folder.resolve("old")).hasContent("KAF_DB|v1|0\nKAF_MSG|1|5\nhello\nKAF_MSG|2|5\nagain");
        assertThat(folder.toFile().list()).containsExactly("old");
    }

    /// `ab` and the oldest curl send HTTP/1.0: each request is refused with a reason, and nothing is written.
    @Test
    @Tag("outside")
    void http10IsAnsweredByEachServerAndWritesNothing() throws Exception {
        Path message = Files.writeString(folder.resolve("message"), "{\"topic_name\": \"t\", \"message\": 1}");
        var servers = Map.<String, Function<Supplier<StopSignal>, FolderCommand>>of("/put/t",
                FolderCommand.KafCommand::new, "/publish/t", FolderCommand.KatarCommand::new, "/events",
                FolderCommand.WafkaCommand::new);
        for (var server : servers.entrySet()) {
            Path place = folder.resolve("served" + server.getKey().replace('/', '-'));
            var stop = new StopSignal();
            forget();
            serve(server.getValue().apply(() -> stop), stop, address -> {
                for (String keepAlive : List.of("-q", "-k")) {
                    assertThat(output("ab", keepAlive, "-n", "50", "-c", "4", "-p", message.toString(),
                            address + server.getKey())).as(server.getKey()).containsPattern("Complete requests: +50\n")
                            .containsPattern("Failed requests: +0\n").containsPattern("Non-2xx responses: +50\n");
                }
                assertThat(output("curl", "-s", "-0", address + server.getKey())).contains("505",
                        "use a client that speaks HTTP/1.1");
            }, "127.0.0.1:0", place.toString());
            try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
                assertThat(files.filter(Files::isRegularFile)).as(server.getKey()).isEmpty();
            }
        }
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return text;
    }

    @Test
    void katarServesItsFolder() throws Exception {
        var stop = new StopSignal();
        serve(new FolderCommand.KatarCommand(() -> stop), stop, address -> {
            assertThat(ask(address + "/topic/trips", "{\"max_segment_size\":2000}")).contains("\"trips\"");
            assertThat(ask(address + "/publish/trips", "{\"truck\": 7}")).contains("\"success\":true");
            assertThat(ask(address + "/subscribe/trips", null))
                    .isEqualTo("{\"log\":{\"truck\":7},\"offset\":0,\"topic\":\"trips\"}\n");
            assertThat(ask(address + "/topic/trips,trips", null)).contains("\"max_segment_size\":\"2000\"");
            assertThat(ask(address + "/subscribe?topic=trips&wait=0&from=2100-01-01T00:00:00Z", null))
                    .isEqualTo("{\"events\":[]}");
            assertThat(ask(address + "/subscribe?topic=trips&wait=0&from=2000-01-01T00:00:00Z", null))
                    .contains("{\"truck\":7}");
        }, "127.0.0.1:0", folder.toString());
        assertThat(folder.resolve("trips/0.katar")).content(StandardCharsets.ISO_8859_1).matches(
                "\0\0\0.\\{\"base_offset\": 0, \"offset\": 0, \"timestamp\": \\d+, \"payload\": \\{\"truck\": 7\\}\\}");
        assertThat(folder.resolve("trips/metadata.json")).hasContent(
                "{\"max_segment_size\": \"2000\", \"index_byte_gap\": \"1024\", \"serializer\": \"JSONSerializer\"}");
    }

    /// Chooses the last broker, for a command line that names this class.
    public static final class Last implements Partitioner {
        @Override
        public int partition(String topic, Event event, int partitions) {
            return partitions - 1;
        }
    }

    @Test
    void wafkaRunsItsBrokersAndTakesAPartitionerByName() throws Exception {
        var stop = new StopSignal();
        serve(new FolderCommand.WafkaCommand(() -> stop), stop, address -> {
            assertThat(ask(address + "/events", "{topic_name: trips, message: one}")).contains("\"broker_id\":4");
            assertThat(ask(address + "/broker/4", null)).contains("\"next_offset\":1");
            assertThat(ask(address + "/broker/1", null)).as("topics of the broker's own are not Wafka's")
                    .isEqualTo("{\"broker_id\":1,\"partitions\":{\"trips\":{\"messages\":[],\"next_offset\":0}}}");
            assertThat(ask(address + "/events", "{topic_name: trips,\n")).contains("the body is not JSON (line ")
                    .doesNotContain("Source", "marker");
        }, "127.0.0.1:0", folder.toString(), "--brokers", "4", "--partitioner", Last.class.getName());
        assertThat(folder.resolve("trips-4.txt")).content().contains("\"topic_name\":\"trips\"", "\"one\"");
    }
}
