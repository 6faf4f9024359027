package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.guarantee.SampleTransactions;
import gregor.kafka.ProducerStates;
import gregor.list.Event;
import gregor.list.Origin;
import gregor.packed.ControlRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Streams and long polls.
class SubscribeTest extends WebTest {
    /// A client that reads a stream.
    private final class Stream implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Stream(String path, String accept, String... headers) throws IOException {
            socket = new Socket("127.0.0.1", web.port());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\n"
                    + String.join("", headers) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("HTTP/1.1 200");
        }

        /// Returns the next line with this prefix; skips others, such as the lengths of chunks.
        String next(String begin) throws IOException {
            String line = in.readLine();
            while (!line.startsWith(begin)) {
                line = in.readLine();
            }
            return line.substring(begin.length());
        }

        JsonNode data() throws IOException {
            return JsonBody.STRICT.readTree(next("data: "));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void publish(String topic, String... values) {
        web.broker.createIfAbsent(topic);
        for (String value : values) {
            web.broker.partition(topic, 0).append(Event.of(value));
        }
    }

    private static List<String> payloads(JsonNode answer) {
        var payloads = new ArrayList<String>();
        answer.get("events").forEach(event -> payloads.add(event.at("/log/payload").asString()));
        return payloads;
    }

    @Test
    void aLongPollGivesWhatThereIs() {
        publish("a", "x", "{\"y\":1}", "[2]", "3");
        var events = web.post("/subscribe", "{\"topics\":[\"a\"]}").json().get("events");
        assertThat(events.get(0).toString()).isEqualTo("{\"topic\":\"a\",\"partition\":0,\"offset\":0,"
                + "\"log\":{\"base_offset\":0,\"offset\":0,\"timestamp\":null,\"payload\":\"x\"}}");
        assertThat(events.get(1).at("/log/payload").isObject()).isTrue();
        assertThat(events.get(2).at("/log/payload").isArray()).isTrue();
        assertThat(events.get(3).at("/log/payload").stringValue()).isEqualTo("3");
    }

    /// Appends an aborted event, its marker, and an event of an open transaction.
    private ProducerStates transactions() {
        var producers = new ProducerStates(web.broker.settings());
        web.broker.setMaintenance(producers);
        web.broker.createInternal(Broker.TRANSACTIONS);
        web.broker.createIfAbsent("a");
        SampleTransactions.append(web.broker.partition("a", 0));
        return producers;
    }

    @Test
    void onlyCommittedEventsAreSentAndAStreamWaitsForTheCommit() throws IOException {
        ProducerStates producers = transactions();
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"wait\":0}").json())).isEmpty();
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"group\":\"g\",\"wait\":100}").json())).isEmpty();
        try (var stream = new Stream("/subscribe?topic=a", "text/event-stream")) {
            producers.end(web.broker.partition("a", 0), new Origin(2, (short) 0, -1), ControlRecord.Type.COMMIT, 0);
            assertThat(stream.data().at("/log/payload").asString()).isEqualTo("open");
        }
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"group\":\"h\",\"wait\":9000}").json()))
                .containsExactly("open");
    }

    @Test
    void anUnknownIsolationLevelIsRefused() {
        web.broker.createIfAbsent("a");
        var answer = web.post("/subscribe", "{\"topic\":\"a\",\"isolation\":\"committed\"}");
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("isolation must be read_committed, the default, or read_uncommitted");
    }

    @Test
    void uncommittedEventsAreSentOnRequestAndMarkersAreGaps() {
        transactions();
        var answer = web.post("/subscribe", "{\"topic\":\"a\",\"isolation\":\"read_uncommitted\"}");
        assertThat(payloads(answer.json())).containsExactly("aborted", "open");
        assertThat(answer.json().at("/events/1/offset").intValue()).isEqualTo(2);
        assertThat(answer.header("Last-Event-ID")).isEqualTo("a-0:3");
    }

    @Test
    void aPollingClientKeepsItsOwnPosition() {
        publish("a", "0", "1", "2");
        var first = web.post("/subscribe", "{\"topic\":\"a\",\"max\":2}");
        assertThat(first.header("Last-Event-ID")).isEqualTo("a-0:2");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\"}", "Last-Event-ID", "a-0:2").json()))
                .containsExactly("2");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"offsets\":{\"a\":1}}").json()))
                .containsExactly("1", "2");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"offsets\":{\"a\":{\"0\":2}}}").json()))
                .containsExactly("2");
    }

    @Test
    void aLongPollWaitsForTheFirstOfSeveralTopics() throws Exception {
        publish("a");
        publish("b");
        publish("c");
        var later = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(100);
                publish("b", "now");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        long from = System.nanoTime();
        var answer = web.post("/subscribe", "{\"topics\":[\"a\",\"b\",\"c\"],\"wait\":20000}");
        assertThat(payloads(answer.json())).containsExactly("now");
        assertThat(System.nanoTime() - from).isLessThan(Duration.ofSeconds(15).toNanos());
        assertThat(answer.header("Last-Event-ID")).isEqualTo("a-0:0,b-0:1,c-0:0");
        later.join();
    }

    /// Checks that the poll waits in the log, not how fast it wakes up: that depends on the machine.
    @ParameterizedTest
    @ValueSource(strings = {"", "&group=g"})
    void aRequestForOneTopicWaitsInItsLogAndNotForTheClock(String more) throws Exception {
        publish("a");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> web.get("/subscribe?topic=a&wait=30000" + more));
            awaitWaiting();
            publish("a", "now");
            assertThat(payloads(answer.get().json())).containsExactly("now");
        }
        try (var stream = new Stream("/subscribe?topic=a&from=latest" + more, "text/event-stream")) {
            awaitWaiting();
            publish("a", "again");
            assertThat(stream.data().at("/log/payload").stringValue()).isEqualTo("again");
        }
    }

    private void awaitWaiting() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (web.broker.partition("a", 0).waiting() == 0) {
            assertThat(System.nanoTime()).as("no poll waits in the log").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    void aLongPollThatGetsNothingSaysSo() {
        publish("a", "old");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"from\":\"latest\",\"wait\":1}").json()))
                .isEmpty();
        assertThat(payloads(web.get("/subscribe?topic=a&from=latest&wait=0").json())).isEmpty();
    }

    @Test
    void aStreamGivesEventsAsTheyCome() throws Exception {
        publish("a", "one\ntwo");
        try (var stream = new Stream("/subscribe?topic=a", "text/event-stream")) {
            assertThat(stream.next("id: ")).isEqualTo("a-0:1");
            assertThat(stream.data().at("/log/payload").stringValue()).isEqualTo("one\ntwo");
            publish("a", "three");
            assertThat(stream.next("id: ")).isEqualTo("a-0:2");
            assertThat(stream.data().at("/log/payload").stringValue()).isEqualTo("three");
        }
    }

    @Test
    void aStreamThatWasCutOffGoesOnWhereItWas() throws Exception {
        publish("a", "0", "1", "2");
        publish("b", "0");
        try (var stream = new Stream("/subscribe?topic=a&topic=b", "text/event-stream",
                "Last-Event-ID: a-0:2,b-0:1\r\n")) {
            assertThat(stream.data().at("/log/payload").stringValue()).isEqualTo("2");
            publish("b", "3");
            assertThat(stream.next("id: ")).isEqualTo("a-0:3,b-0:2");
            assertThat(stream.data().at("/log/payload").stringValue()).isEqualTo("3");
        }
    }

    @Test
    void linesOfJsonWorkToo() throws Exception {
        publish("a", "x");
        try (var stream = new Stream("/subscribe?topic=a", "application/x-ndjson")) {
            assertThat(JsonBody.STRICT.readTree("{" + stream.next("{")).at("/log/payload").stringValue())
                    .isEqualTo("x");
        }
    }

    @Test
    void twoMembersOfAGroupShareTheTopicAndLoseNothing() throws Exception {
        web.broker.createTopic("a", 4, Map.of());
        var seen = new TreeSet<Integer>();
        try (var one = new Stream("/subscribe?topic=a&group=g", "text/event-stream")) {
            append("a", 0, 40);
            read(one, 40, seen);
            try (var two = new Stream("/subscribe?topic=a&group=g", "text/event-stream")) {
                while (web.broker.groups().in("g",
                        group -> group.members().values().stream().filter(given -> given.size() == 2).count()) < 2) {
                    Thread.sleep(10);
                }
                append("a", 40, 80);
                var mine = new TreeSet<Integer>();
                read(one, 20, mine);
                read(two, 20, seen);
                assertThat(mine).hasSize(20);
                seen.addAll(mine);
            }
        }
        assertThat(seen).hasSize(80);
    }

    private void append(String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            web.broker.partition(topic, i % 4).append(Event.of("" + i));
        }
    }

    private static void read(Stream stream, int count, TreeSet<Integer> seen) throws IOException {
        for (int i = 0; i < count; i++) {
            seen.add(Integer.parseInt(stream.data().at("/log/payload").stringValue()));
        }
    }

    @Test
    void aGroupRemembersWhereItIs() {
        publish("a", "0", "1", "2", "3");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"group\":\"g\",\"max\":3}").json()))
                .containsExactly("0", "1", "2");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"group\":\"g\",\"max\":3}").json()))
                .containsExactly("3");
        assertThat(payloads(web.post("/subscribe", "{\"topic\":\"a\",\"group\":\"other\",\"max\":1}").json()))
                .containsExactly("0");
        assertThat(web.get("/status").json().get("groups").toString()).contains("\"committed\":4");
    }

    @Test
    void aMemberThatGoesAwayIsMissedAtOnce() throws Exception {
        publish("a", "0");
        try (var stream = new Stream("/subscribe?topic=a&group=g", "text/event-stream")) {
            stream.data();
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (int i = 0; !web.broker.groups().in("g", group -> group.members().isEmpty())
                && System.nanoTime() < deadline; i++) {
            publish("a", "more " + i);
            Thread.sleep(10);
        }
        var left = web.broker.groups().<Set<String>>in("g", group -> group.members().keySet());
        assertThat(left).isEmpty();
    }

    @Test
    void aSlowConsumerDoesNotSlowOthers() throws Exception {
        publish("a");
        try (var slow = new Stream("/subscribe?topic=a", "text/event-stream");
                var quick = new Stream("/subscribe?topic=a", "text/event-stream")) {
            String large = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                publish("a", i + large);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(quick.data().get("offset").intValue()).isEqualTo(i);
            }
            assertThat(web.post("/put/other", "x").body()).isEqualTo("1");
            assertThat(slow.data().get("offset").intValue()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&topic=b", "&group=g", "&topic=b&group=g"})
    void aTopicThatIsDeletedEndsItsStreamsAndTheySayWhy(String more) throws Exception {
        publish("a", "x");
        publish("b");
        try (var stream = new Stream("/subscribe?topic=a" + more, "text/event-stream");
                var lines = new Stream("/subscribe?topic=a" + more.replace("=g", "=h"), "application/x-ndjson")) {
            stream.data();
            lines.next("{");
            web.broker.deleteTopic("a");
            assertThat(stream.next("event: ")).isEqualTo("end");
            assertThat(stream.data().get("detail").stringValue()).contains("the topic a has been deleted");
            assertThat(lines.next("{\"end\":")).contains("\"status\":404");
            assertThat(stream.next("0")).as("the last chunk").isEmpty();
        }
        assertThat(web.get("/status").json().get("streams").intValue()).isZero();
    }

    @Test
    void aLongPollThatWaitsInADeletedTopicIsTold() throws Exception {
        publish("a");
        var later = Thread.ofVirtual().start(() -> {
            while (web.broker.partition("a", 0).waiting() == 0) {
                Thread.onSpinWait();
            }
            web.broker.deleteTopic("a");
        });
        var answer = web.post("/subscribe", "{\"topic\":\"a\",\"wait\":20000}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").stringValue()).contains("the topic a has been deleted");
        later.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"topics\":[]}", "{\"topic\":\"a\",\"from\":\"yesterday\"}",
            "{\"topic\":\"a\",\"max\":0}", "{\"topic\":\"a\",\"offsets\":{\"a\":-1}}",
            "{\"topic\":\"a\",\"offsets\":{\"a\":99}}", "{\"topic\":\"a\",\"wait\":\"long\"}",
            "{\"topic\":\"a\",\"group\":\"\"}", "{\"topic\":\"a\",\"what\":1}"})
    void aSubscriptionThatIsNoneSaysWhy(String body) {
        publish("a", "x");
        assertThat(web.post("/subscribe", body).status()).isEqualTo(400);
        assertThat(web.post("/subscribe", "{\"topic\":\"a\"}", "Last-Event-ID", "../etc:1").status()).isEqualTo(400);
    }

    @Test
    void bytesThatAreNoTextComeAsBase64() {
        web.send("POST", "/publish/a", new byte[]{-1});
        var log = web.post("/subscribe", "{\"topic\":\"a\"}").json().at("/events/0/log");
        assertThat(log.get("payload").isNull()).isTrue();
        assertThat(log.get("base64").stringValue()).isEqualTo("/w==");
    }
}
