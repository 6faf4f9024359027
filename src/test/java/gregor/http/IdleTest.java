package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Idle streams: 300 of them; 10,000 with `-Dgregor.prove=true`. The broker runs in a process of its own, because each
/// end of a connection takes a file.
class IdleTest {
    private static final int COUNT = Boolean.getBoolean("gregor.prove") ? 10_000 : 300;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private URI address;

    @Test
    void manyListenAndAllHearTheSameEvent() throws Exception {
        Process server = HttpKillTest.Victim.start(folder, "broker");
        try (var said = server.inputReader()) {
            address = URI.create(said.readLine());
            assertThat(post("/topic", "{\"name\":\"news\"}")).contains("\"created\":true");
            var sockets = new ArrayList<SocketChannel>();
            for (int i = 0; i < COUNT; i++) {
                SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", address.getPort()));
                socket.write(ByteBuffer.wrap(
                        ("GET /subscribe?topic=news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII)));
                sockets.add(socket);
            }
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!get("/metrics").contains("gregor_http_streams " + (double) COUNT) && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
            assertThat(get("/metrics")).contains("gregor_http_streams " + (double) COUNT);
            long before = System.nanoTime();
            assertThat(post("/put/other", "x")).as("idle streams do not block").isEqualTo("1");
            long put = System.nanoTime() - before;
            post("/put/news", "extra");
            for (SocketChannel socket : sockets) {
                hear(socket);
            }
            System.out.printf(
                    "IdleTest: %,d streams waited; a put among them took %.1f ms, and all heard the next event after %.1f s%n",
                    COUNT, put / 1e6, (System.nanoTime() - before) / 1e9);
        } finally {
            client.close();
            server.destroyForcibly().waitFor();
        }
    }

    private static void hear(SocketChannel socket) throws IOException {
        try (socket) {
            var heard = new StringBuilder();
            ByteBuffer some = ByteBuffer.allocate(1 << 12);
            while (!heard.toString().contains("\"payload\":\"extra\"")) {
                assertThat(socket.read(some.clear())).isPositive();
                heard.append(StandardCharsets.UTF_8.decode(some.flip()));
            }
        }
    }

    private String get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString()).body();
    }

    private String post(String path, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString()).body();
    }
}
