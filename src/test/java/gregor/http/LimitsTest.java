package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are malformed, too large, too slow, or two in one.
class LimitsTest {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    @TempDir
    private Path folder;
    private Web web;

    @BeforeEach
    void open() {
        web = new Web(Web.fast(folder), how -> how.limited(PATIENCE, 50, 40));
    }

    @AfterEach
    void close() {
        assertThat(web.post("/put/after", "x").status()).as("the door still works").isEqualTo(200);
        web.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: +5\r\n", "Content-Length: 5, 6\r\n", "Content-Length: -5\r\n", "Content-Length: 0x5\r\n",
            "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length : 5\r\n", "X: y\r\n Content-Length: 5\r\n",
            "Content-Encoding: gzip\r\nContent-Length: 5\r\n"})
    void aLengthThatCanBeReadInTwoWaysIsRefused(String headers) throws IOException {
        String smuggled = "POST /publish/inner HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
        String answer = Raw.exchange(web.port(),
                "POST /publish/outer HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + "0\r\n\r\n" + smuggled);
        assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d .*");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer, and the connection is closed").hasSize(2);
        assertThat(web.broker.topicNames()).doesNotContain("inner", "outer");
    }

    @Test
    void chunksAreFineWhereKafDoesNotForbidThem() throws IOException {
        assertThat(
                Raw.exchange(web.port(),
                        "POST /publish/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                                + "Connection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(web.broker.partition("a", 0).entries(0).toString()).isEqualTo("[0:abcde]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{\"name\":\"..\"}BREW", "fffffffff", "-1", "ffffffff"})
    void aChunkWithoutALengthIsTheClientsFault(String length) throws IOException {
        assertThat(
                Raw.exchange(web.port(), "POST /topic HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + length + "\r\nabc\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void anAcceptThatNamesNothingIsNoTrouble() {
        web.broker.createTopic("news", 1, Map.of());
        assertThat(web.get("/subscribe?topic=news&wait=0", "Accept", ";;;").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "GET", "GET /", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/9\r\n\r\n",
            "GET /topic HTTP/1.1\r\n\r\n", "GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "\u0016\u0003\u0001\u0002", "GET /topic HTTP/1.1\nHost: localhost\n\n",
            "GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /topic HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"})
    void whatIsNoRequestIsRefusedOrHungUpOn(String request) throws IOException {
        assertThat(Raw.exchange(web.port(), request)).doesNotContain("HTTP/1.1 2", "HTTP/1.1 500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /healthz HTTP/1.0\r\n\r\n", "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n",
            "GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\nHost: localhost\r\nUser-Agent: ApacheBench/2.3\r\n\r\n",
            "POST /publish/old HTTP/1.0\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"})
    void httpOneZeroIsRefusedWithAReason(String request) throws IOException {
        String answer = Raw.exchange(web.port(), request);
        assertThat(answer).startsWith("HTTP/1.1 505 HTTP Version Not Supported\r\n")
                .contains("Connection: close", "\"title\":\"HTTP Version Not Supported\"", "the request is HTTP/1.0")
                .doesNotContain("null");
        assertThat(web.broker.topicNames()).doesNotContain("old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /healthz HTTP/1.1\r\n\r\n", "GET /healthz\r\n\r\n", "\r\n\r\n",
            "GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n", "GET /healthz HTTQ/1.1\r\nHost: localhost\r\n\r\n"})
    void malformedRequestsAreRefusedWithAReason(String request) throws IOException {
        assertThat(Raw.exchange(web.port(), request)).startsWith("HTTP/1.1 400 ")
                .contains("this is not a request of HTTP/1.1", "Host header").doesNotContain("null");
    }

    @Test
    void aRequestLineAndHeadersHaveALimit() throws IOException {
        assertThat(
                Raw.exchange(web.port(), "GET /topic?x=" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(Raw.exchange(web.port(),
                "GET /topic HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void aBodyHasALimitWhateverIsSaidOfIt() throws IOException {
        assertThat(web.send("POST", "/publish/a", new byte[(8 << 20) + 1]).status()).isEqualTo(413);
        assertThat(web.send("POST", "/topic", new byte[(1 << 16) + 1]).status()).isEqualTo(413);
        assertThat(Raw.exchange(web.port(),
                "POST /publish/a HTTP/1.1\r\nHost: localhost\r\n" + "Content-Length: 99999999\r\n\r\n"))
                .as("before the body arrives").startsWith("HTTP/1.1 413");
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        assertThat(Raw.exchange(web.port(),
                "POST /publish/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(9)
                        + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(web.broker.topicNames()).doesNotContain("a");
    }

    @Test
    void halfARequestTimesOut() throws IOException {
        for (String half : new String[]{"POST /put/a HTTP/1.1\r\nHost: loc",
                "POST /put/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"}) {
            try (var socket = new Socket("127.0.0.1", web.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .doesNotContain("HTTP/1.1 2");
            }
        }
        assertThat(web.broker.topicNames()).doesNotContain("a");
    }

    @Test
    void aBodyThatDripsIsRefused() throws Exception {
        try (var socket = new Socket("127.0.0.1", web.port())) {
            var out = socket.getOutputStream();
            out.write(("POST /put/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            boolean open = true;
            while (open && System.nanoTime() < deadline) {
                try {
                    out.write('x');
                    Thread.sleep(20);
                } catch (IOException closed) {
                    open = false;
                }
            }
            assertThat(open).as("the door keeps a connection that sends a byte now and then").isFalse();
        }
        assertThat(web.broker.topicNames()).doesNotContain("a");
    }

    @Test
    void connectionsHaveALimitAndComeFree() throws Exception {
        byte[] request = "GET /topic HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var sockets = new ArrayList<Socket>();
        try (var small = new Web(Web.fast(folder.resolve("small")),
                how -> how.limited(Duration.ofSeconds(30), 5, 40))) {
            for (int i = 0; i < 5; i++) {
                sockets.add(new Socket("127.0.0.1", small.port()));
                sockets.get(i).getOutputStream().write(request);
                assertThat(sockets.get(i).getInputStream().read()).isEqualTo('H');
            }
            try (var sixth = new Socket("127.0.0.1", small.port())) {
                sixth.getOutputStream().write(request);
                sixth.setSoTimeout(1000);
                assertThatThrownBy(() -> sixth.getInputStream().read()).as("it waits until another connection closes")
                        .isInstanceOf(SocketTimeoutException.class);
                for (Socket socket : sockets) {
                    socket.close();
                }
                sixth.setSoTimeout(30_000);
                assertThat(sixth.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    @Test
    void aConnectionTakesManyRequests() throws IOException {
        String request = "POST /put/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
        String last = "GET /topic HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        String answers = Raw.exchange(web.port(), request.repeat(50) + last);
        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(52);
        assertThat(answers.split("(?i)connection: close", -1)).as("only the request with Connection: close closes it")
                .hasSize(2);
    }

    @Test
    void theBodyOfARefusedRequestIsNoRequest() throws IOException {
        String smuggled = "POST /publish/inner HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";
        for (String length : new String[]{"Content-Length: 99999999", "Content-Length: 5000",
                "Expect: 100-continue\r\n" + "Content-Length: 5000"}) {
            String answers = Raw.exchange(web.port(),
                    "POST /nothing HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n" + smuggled.repeat(3));
            assertThat(answers).startsWith("HTTP/1.1 404").containsOnlyOnce("HTTP/1.1 ")
                    .containsIgnoringCase("connection: close");
        }
        assertThat(web.broker.topicNames()).doesNotContain("inner");
    }

    @Test
    void aMethodThatIsNotMeantSaysWhich() {
        var refused = web.get("/put/orders");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("POST");
        assertThat(web.get("/nothing").status()).isEqualTo(404);
        assertThat(web.get("/topic/a/b").status()).isEqualTo(400);
    }

    @Test
    void anAddressDoesNotGetThePlacesOfAllOthers() throws Exception {
        var sockets = new ArrayList<Socket>();
        try (var crowded = new Web(Web.fast(folder.resolve("crowded")),
                how -> how.limited(Duration.ofSeconds(30), 50, 40))) {
            for (int i = 0; i < 40; i++) {
                var socket = new Socket("127.0.0.1", crowded.port());
                socket.getOutputStream()
                        .write("GET /topic HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                sockets.add(socket);
            }
            String last = "GET /topic HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            assertThat(Raw.exchange(crowded.port(), last)).startsWith("HTTP/1.1 503")
                    .contains("this address has 40 connections already");
            for (Socket socket : sockets) {
                socket.close();
            }
            while (!Raw.exchange(crowded.port(), last).startsWith("HTTP/1.1 200")) {
                Thread.sleep(10);
            }
        }
    }
}
