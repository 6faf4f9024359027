package gregor.kafka;

import module java.base;
import module java.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kafka Connect in distributed mode, in a process of its own, writes the lines of a file to a topic of our broker:
/// exactly once although the process is killed.
@Timeout(600)
class ConnectTest {
    private static final int LINES = 200;
    private static final int APPENDED = 20;
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 20 : 2;

    @TempDir
    private Path folder;

    private Process start(KafkaTestServer server, int port) throws IOException {
        var settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", server.address(), "group.id", "workers", "listeners",
                "http://127.0.0.1:" + port, "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter", "exactly.once.source.support",
                "enabled", "offset.flush.interval.ms", "100", "plugin.discovery", "only_scan"));
        settings.putAll(Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500",
                "scheduled.rebalance.max.delay.ms", "0"));
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.topic", "connect-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        Path file = folder.resolve("worker.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), ConnectDistributed.class.getName(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("connect.log").toFile())).start();
    }

    /// Creates the connector, or changes nothing if it exists; repeats that until the worker answers.
    private static void connector(int port, Path lines) throws Exception {
        String settings = """
                {"connector.class": "org.apache.kafka.connect.file.FileStreamSourceConnector", "tasks.max": "1",
                 "file": "%s", "topic": "lines", "exactly.once.support": "required",
                 "transaction.boundary": "poll"}""".formatted(lines);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/connectors/file/config"))
                .header("Content-Type", "application/json").PUT(HttpRequest.BodyPublishers.ofString(settings)).build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        try (HttpClient client = HttpClient.newHttpClient()) {
            String said = "no answer";
            while (System.nanoTime() < deadline) {
                try {
                    var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() / 100 == 2) {
                        return;
                    }
                    said = response.statusCode() + " " + response.body();
                } catch (ConnectException e) {
                    said = "no connection";
                }
                Thread.onSpinWait();
            }
            throw new AssertionError("The worker did not accept the connector: " + said);
        }
    }

    private static void append(Path file, List<String> lines) throws IOException {
        var more = IntStream.range(lines.size(), lines.size() + APPENDED).mapToObj(line -> "line " + line).toList();
        Files.write(file, more, StandardOpenOption.APPEND);
        lines.addAll(more);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void everyLineIsWrittenOnceAlthoughTheWorkerIsKilled() throws Exception {
        try (var server = new KafkaTestServer(BrokerSettings.in(folder.resolve("data")).with(FsyncPolicy.never()))) {
            server.admin().createTopics(List.of(new NewTopic("lines", 1, (short) 1))).all().get();
            Path file = Files.createFile(folder.resolve("lines.txt"));
            int port = freePort();
            var consumer = server.consumer("isolation.level", "read_committed", "group.id", "checker");
            consumer.subscribe(List.of("lines"));
            var lines = new ArrayList<String>();
            var read = new ArrayList<String>();
            for (int wanted = LINES; wanted <= (KILLS + 1) * LINES; wanted += LINES) {
                Process worker = start(server, port);
                try {
                    connector(port, file);
                    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
                    while (read.size() < wanted && System.nanoTime() < deadline) {
                        if (read.size() == lines.size()) {
                            append(file, lines);
                        }
                        consumer.poll(Duration.ofMillis(10)).forEach(record -> read.add(record.value()));
                    }
                    if (wanted <= KILLS * LINES) {
                        append(file, lines);
                    }
                } finally {
                    worker.destroyForcibly().waitFor();
                }
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> read.add(record.value()));
            assertThat(read).isEqualTo(lines);
        } catch (Throwable e) {
            throw new AssertionError(Files.readString(folder.resolve("connect.log")), e);
        }
    }
}
