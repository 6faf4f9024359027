package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.ancestor.wafka.Wafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random requests from a seed: methods, paths, encodings, headers, lengths, incomplete ones. None of them may stop or
/// block the broker, write outside its folder, or create a topic by accident. 2,000 of them; 100,000 with
/// `-Dgregor.prove=true`.
class FuzzTest {
    private static final int COUNT = Boolean.getBoolean("gregor.prove") ? 100_000 : 2_000;
    private static final int CLIENTS = 8;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS",
            "TRACE", "BREW", "get", "");
    private static final List<String> PATHS = List.of("/put/", "/get/", "/archive/", "/topic", "/topic/", "/publish",
            "/publish/", "/subscribe", "/events", "/broker/", "/status", "/metrics", "/healthz", "/", "/openapi.json",
            "//", "/put", "*", "http://x/put/");
    private static final List<String> NAMES = List.of("", "good", "..", ".", "../../etc/passwd", "%2e%2e%2f%2e%2e%2fx",
            "a/b", "a%2fb", "%00", "%", "%zz", "--x", ".hidden", "%ff", "a;b=c", "é", "x".repeat(300), "_kaf",
            "__consumer_offsets", "good?from=1", "good?upto=1", "1", "good?from=99999999999999999999", "good%0d%0aX: y",
            "con", "\\..\\x", "good?format=json&from=1", "good?from=%");
    private static final List<String> HEADERS = List.of("Host: localhost", "Host: evil.example", "Content-Length: 5",
            "Content-Length: 0", "Content-Length: 99999999", "Content-Length: -1", "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip", "Accept: text/event-stream", "Accept: ;;;", "Accept-Encoding: gzip",
            "Expect: 100-continue", "Connection: close", "Connection: upgrade\r\nUpgrade: h2c", "Idempotency-Key: k",
            "Idempotency-Key: ", "Last-Event-ID: a-0:1", "Last-Event-ID: \u0001", "Origin: http://evil.example",
            "X: \0", "Authorization: Bearer x", ": empty", "no colon", "Content-Type: application/json",
            "Range: bytes=0-1");
    private static final List<String> BODIES = List.of("", "hello", "{}", "{\"topic\":\"good\",\"payload\":1}",
            "{\"topics\":[\"..\"],\"payload\":1}", "{\"name\":\"..\"}", "{\"topic\":\"good\",\"wait\":1}",
            "[".repeat(2000), "{\"topic_name\":\"a/b\",\"message\":1}", "5\r\nhello\r\n0\r\n\r\n", "ffffffff\r\nx",
            "{\"topic\":\"good\",\"group\":\"g\",\"wait\":1}", "\ufeff{}", "{\"a\":" + "9".repeat(5000) + "}");

    @TempDir
    private Path folder;

    @Test
    void nothingKillsWedgesEscapesOrMakesAnything() throws Exception {
        long seed = Long.getLong("gregor.seed", 11);
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Settled settled;
        try (var web = new Web(Web.fast(outside.resolve("broker")).withNewTopics(1, false),
                how -> how.limited(Duration.ofMillis(400), 200, 200),
                broker -> List.of(Kaf.module(broker), Katar.module(broker), Wafka.module(broker)))) {
            web.broker.createTopic("good", 1, Map.of());
            settled = new Settled(files(folder), web.broker.topicNames());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> clients = IntStream.range(0, CLIENTS)
                        .<Future<?>>mapToObj(client -> threads.submit(() -> {
                            var random = new Random(seed + client);
                            for (int i = 0; i < COUNT / CLIENTS; i++) {
                                send(web.port(), random);
                            }
                            return null;
                        })).toList();
                for (Future<?> client : clients) {
                    client.get();
                }
            }
            assertThat(web.broker.topicNames()).as("seed " + seed)
                    .allMatch(name -> settled.topics().contains(name) || isMeant(name));
            assertThat(web.broker.troubles()).as("seed " + seed).isEmpty();
        }
        try (var web = new Web(Web.fast(outside.resolve("broker")), how -> how)) {
            assertThat(web.post("/put/alive", "x").body()).as("seed " + seed).isEqualTo("1");
        }
        System.out.println("FuzzTest: " + COUNT + " requests, seed " + seed);
        assertThat(files(folder)).as("seed " + seed)
                .allMatch(file -> file.startsWith("outside/") || file.equals("outside"));
        try (Stream<Path> beside = Files.list(outside)) {
            assertThat(beside.map(file -> file.getFileName().toString())).as("seed " + seed).isSubsetOf("broker");
        }
    }

    private record Settled(TreeSet<String> files, List<String> topics) {}

    /// Only a well-formed request `POST /topic/NAME` creates a topic.
    private static boolean isMeant(String name) {
        return name.matches("(good|1|con|a|x{249}|\\.hidden|_kaf|__consumer_offsets)(__\\d+)*");
    }

    private static TreeSet<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            var names = new TreeSet<String>();
            all.forEach(file -> names.add(folder.relativize(file).toString()));
            names.remove("");
            return names;
        }
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static void send(int port, Random random) throws IOException {
        var request = new StringBuilder();
        int requests = random.nextInt(20) == 0 ? 3 : 1;
        for (int i = 0; i < requests; i++) {
            String body = one(BODIES, random);
            String path = one(PATHS, random);
            request.append(one(METHODS, random)).append(' ')
                    .append(path.endsWith("/") ? path + one(NAMES, random) : path)
                    .append(random.nextInt(30) == 0 ? " HTTP/1.0" : " HTTP/1.1").append("\r\n");
            request.append(random.nextInt(10) == 0 ? "" : "Host: localhost\r\n");
            for (int header = random.nextInt(4); header > 0; header--) {
                request.append(one(HEADERS, random)).append("\r\n");
            }
            request.append(random.nextInt(3) == 0
                    ? ""
                    : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n").append("\r\n")
                    .append(body);
        }
        byte[] bytes = request.toString().getBytes(StandardCharsets.UTF_8);
        for (int flips = random.nextInt(4) == 0 ? random.nextInt(4) : 0; flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(3);
            OutputStream out = socket.getOutputStream();
            out.write(bytes, 0, length);
            if (random.nextBoolean()) {
                socket.shutdownOutput();
            }
            byte[] answer = new byte[1 << 12];
            int count = socket.getInputStream().read(answer);
            if (count > 12) {
                String begin = new String(answer, 0, 12, StandardCharsets.ISO_8859_1);
                assertThat(begin).as(request.toString()).matches("HTTP/1\\.1 [12345]\\d\\d")
                        .isNotEqualTo("HTTP/1.1 500");
            }
        } catch (SocketTimeoutException e) {
            // an incomplete request gets no answer yet
        } catch (SocketException e) {
            // the door has closed the connection
        }
    }
}
