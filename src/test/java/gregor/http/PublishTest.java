package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.exercise.Effort;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `/publish`, and requests that are sent twice.
class PublishTest extends WebTest {
    @Test
    void anEventIsPublishedToSeveralTopics() {
        var done = web.post("/publish",
                "{\"topics\":[\"a\",\"b\"],\"key\":\"k\",\"payload\":{\"x\": [1, 2]},\"headers\":{\"lang\":\"en\"}}");
        assertThat(done.body())
                .isEqualTo("{\"success\":true,\"published\":[{\"topic\":\"a\",\"partition\":0,\"offset\":0},"
                        + "{\"topic\":\"b\",\"partition\":0,\"offset\":0}]}");
        Event event = web.broker.partition("b", 0).entries(0).getFirst().event();
        assertThat(event.text()).isEqualTo("{\"x\":[1,2]}");
        assertThat(event.key()).isEqualTo("k".getBytes());
        assertThat(event.headers().toString()).isEqualTo("[lang=en]");
    }

    @Test
    void manyEventsAreOneBatchInAPartition() {
        web.post("/topic", "{\"name\":\"a\",\"partitions\":3}");
        var done = web.post("/publish",
                "{\"topic\":\"a\",\"partition\":2,\"events\":[{\"payload\":\"x\"},{\"payload\":null,\"key\":\"y\"},{\"payload\":3}]}");
        assertThat(done.json().get("published")).hasSize(3);
        assertThat(web.broker.partition("a", 2).read(0, 1)).singleElement().satisfies(
                batch -> assertThat(batch).extracting(Entry::toString).containsExactly("0:x", "1:y=null", "2:3"));
    }

    @Test
    void withoutAKeyEventsGoRoundAndWithOneTheyStay() {
        web.post("/topic", "{\"name\":\"a\",\"partitions\":3}");
        for (int i = 0; i < 6; i++) {
            web.post("/publish/a", "x");
        }
        assertThat(List.of(0, 1, 2)).allMatch(partition -> web.broker.partition("a", partition).end() == 2);
        var places = new HashSet<Integer>();
        for (int i = 0; i < 6; i++) {
            places.add(web.post("/publish/a?key=truck-1", "x").json().at("/published/0/partition").intValue());
        }
        assertThat(places).hasSize(1);
    }

    @Test
    void theBodyOfPublishToANameIsTheEventAsItIs() {
        web.send("POST", "/publish/a", new byte[]{1, 2, -1});
        assertThat(web.broker.partition("a", 0).entries(0).getFirst().event().value()).containsExactly(1, 2, -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{", "{\"name\":1}", "{\"name\":\"a b\"}", "{\"name\":\"..\"}",
            "{\"name\":\"x\",\"partitions\":0}", "{\"name\":\"x\",\"partitions\":1e9}",
            "{\"name\":\"x\",\"no.such\":1}", "{\"name\":\"x\",\"retention.ms\":\"soon\"}",
            "{\"name\":\"x\",\"retention.ms\":{}}", "{\"name\":\"x\",\"serializer\":\"Pickle\"}", "{\"name\":\"x\"} {}",
            "{\"name\":\"\\ud800\"}"})
    void aTopicThatCannotBeIsNotMade(String body) {
        List<String> before = web.broker.topicNames();
        var refused = web.post("/topic", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.type()).isEqualTo("application/problem+json");
        assertThat(web.broker.topicNames()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"topic\":\"a\"}", "{\"payload\":1}", "{\"topic\":\"a/b\",\"payload\":1}",
            "{\"topic\":\"a\",\"payload\":1,\"what\":2}", "{\"topics\":[\"good\",\"b d\"],\"payload\":1}",
            "{\"topic\":\"a\",\"events\":[]}", "{\"topic\":\"a\",\"events\":[1]}",
            "{\"topic\":\"a\",\"payload\":1,\"timestamp\":-1}", "{\"topic\":\"__consumer_offsets\",\"payload\":1}",
            "{\"topics\":[],\"payload\":1}"})
    void aPublicationThatIsNoneMakesNothing(String body) {
        List<String> before = web.broker.topicNames();
        assertThat(web.post("/publish", body).status()).isEqualTo(400);
        assertThat(web.broker.topicNames()).isEqualTo(before);
    }

    @Test
    void aPartitionThatIsNotThereIsNotFound() {
        assertThat(web.post("/publish", "{\"topic\":\"a\",\"payload\":1,\"partition\":7}").status()).isEqualTo(404);
    }

    @Test
    void aCompactedTopicWantsKeysAndASmallOneSmallEvents() {
        web.post("/topic", "{\"name\":\"keyed\",\"cleanup.policy\":\"compact\"}");
        assertThat(web.post("/publish/keyed", "x").status()).isEqualTo(400);
        web.post("/topic", "{\"name\":\"small\",\"max.message.bytes\":10}");
        assertThat(web.post("/publish/small", "0123456789a").status()).isEqualTo(413);
    }

    @Test
    void whatIsSentTwiceWithOneKeyIsPublishedOnce() {
        var first = web.post("/publish/a", "pay", "Idempotency-Key", "7");
        assertThat(web.post("/publish/a", "pay", "Idempotency-Key", "7").body()).isEqualTo(first.body());
        assertThat(web.post("/publish/b", "pay", "Idempotency-Key", "7").status()).isEqualTo(422);
        assertThat(web.broker.partition("a", 0).end()).isEqualTo(1);
        assertThat(web.post("/publish/..", "pay", "Idempotency-Key", "8").status()).isEqualTo(400);
        assertThat(web.post("/publish/c", "pay", "Idempotency-Key", "8").status()).as("what failed is not remembered")
                .isEqualTo(200);
        assertThat(web.post("/publish/c", "pay", "Idempotency-Key", "x".repeat(200)).status())
                .as("200 letters are a key").isEqualTo(200);
        assertThat(web.post("/publish/c", "pay", "Idempotency-Key", "x".repeat(201)).status()).as("201 are none")
                .isEqualTo(400);
    }

    @Test
    void eachKeyIsRememberedAndARequestWithoutOneIsNot() {
        for (int round = 0; round < 2; round++) {
            web.post("/publish/a", "pay", "Idempotency-Key", "7");
            web.post("/publish/a", "pay", "Idempotency-Key", "8");
            web.post("/publish/b", "pay");
        }
        assertThat(web.broker.partition("a", 0).end()).as("events with the keys 7 and 8, each sent twice").isEqualTo(2);
        assertThat(web.broker.partition("b", 0).end()).as("the event without a key, sent twice").isEqualTo(2);
    }

    @Test
    void aReplayedReplySaysSo() {
        assertThat(web.post("/publish/a", "pay", "Idempotency-Key", "7").header("Idempotent-Replayed")).isEmpty();
        assertThat(web.post("/publish/a", "pay", "Idempotency-Key", "7").header("Idempotent-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void whatIsSentTwiceAtTheSameTimeIsPublishedOnce() throws Exception {
        web.broker.createTopic("a", 1, Map.of());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < Effort.of(20, 5); round++) {
                String key = "key " + round;
                var answers = threads.invokeAll(
                        Collections.nCopies(8, () -> web.post("/publish/a", "pay", "Idempotency-Key", key).status()));
                for (var answer : answers) {
                    assertThat(answer.get()).isEqualTo(200);
                }
                assertThat(web.broker.partition("a", 0).end()).as("events after eight requests with one key")
                        .isEqualTo(round + 1);
            }
        }
    }

    @Test
    void aLargeResponseIsZippedForClientsThatAcceptIt() throws Exception {
        web.broker.createTopic("a".repeat(240), 1, Map.of());
        for (int i = 0; i < 10; i++) {
            web.broker.createTopic("b".repeat(200) + i, 1, Map.of());
        }
        var zipped = web.get("/topic", "Accept-Encoding", "br, gzip");
        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(zipped.whole().body())).readAllBytes();
        assertThat(plain).isEqualTo(web.get("/topic").whole().body());
        assertThat(web.get("/topic", "Accept-Encoding", "gzip;q=0").header("Content-Encoding")).isEmpty();
    }
}
