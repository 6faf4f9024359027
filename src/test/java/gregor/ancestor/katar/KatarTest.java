package gregor.ancestor.katar;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.http.Web;
import gregor.http.WebTest;
import org.junit.jupiter.api.Test;

/// Katar's requests about topics.
class KatarTest extends WebTest {
    @Test
    void aTopicIsMadeAndListed() {
        var made = web.post("/topic", "{\"name\":\"sample\",\"partitions\":3,\"retention.ms\":60000}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"created\":true,\"topic\":\"sample\"}");
        assertThat(made.header("Location")).isEqualTo("/topic/sample");
        assertThat(web.get("/topic").body()).contains("\"sample\"").startsWith("{\"topics\":[");
        var shown = web.get("/topic/sample").json();
        assertThat(shown.get("partitions").intValue()).isEqualTo(3);
        assertThat(shown.at("/config/retention.ms").stringValue()).isEqualTo("60000");
    }

    @Test
    void toMakeATopicTwiceMakesTwo() {
        for (String name : List.of("sample", "sample__0", "sample__1")) {
            assertThat(web.post("/topic", "{\"name\":\"sample\"}").json().get("topic").stringValue()).isEqualTo(name);
        }
    }

    @Test
    void theFormOfTheProgramWorksToo() {
        assertThat(web.post("/topic/sample", "").json().get("topic").stringValue()).isEqualTo("sample");
        assertThat(web.post("/topic/sample", "{\"max_segment_size\":2097152}").json().get("topic").stringValue())
                .isEqualTo("sample__0");
        assertThat(web.get("/topic/sample__0").json().at("/config/segment.bytes").stringValue()).isEqualTo("2097152");
    }

    @Test
    void katarsNamesOfSettingsAreKafkas() {
        web.post("/topic",
                "{\"topicname\":\"sample\",\"max_segment_size\":1073741824,\"index_byte_gap\":1024,\"serializer\":\"JSONSerializer\"}");
        var config = web.get("/topic/sample").json().get("config");
        assertThat(config.get("segment.bytes").stringValue()).isEqualTo("1073741824");
        assertThat(config.get("index.interval.bytes").stringValue()).isEqualTo("1024");
    }

    @Test
    void putTakesBackWhatItDoesNotName() {
        web.post("/topic", "{\"name\":\"sample\",\"config\":{\"retention.ms\":1,\"retention.bytes\":2}}");
        var config = web.send("PUT", "/topic/sample", "{\"retention.bytes\":3}".getBytes()).json().get("config");
        assertThat(config.get("retention.bytes").stringValue()).isEqualTo("3");
        assertThat(config.get("retention.ms").stringValue()).isEqualTo("604800000");
    }

    @Test
    void patchChangesOnlyWhatItNames() {
        web.post("/topic", "{\"name\":\"sample\",\"config\":{\"retention.ms\":1,\"retention.bytes\":2}}");
        var config = web.send("PATCH", "/topic/sample", "{\"retention.bytes\":3}".getBytes()).json().get("config");
        assertThat(config.get("retention.bytes").stringValue()).isEqualTo("3");
        assertThat(config.get("retention.ms").stringValue()).isEqualTo("1");
        var back = web.send("PATCH", "/topic/sample", "{\"retention.ms\":null,\"partitions\":2}".getBytes()).json();
        assertThat(back.at("/config/retention.ms").stringValue()).isEqualTo("604800000");
        assertThat(back.get("partitions").intValue()).isEqualTo(2);
    }

    @Test
    void aTopicThatIsNotThereIsNotFound() {
        assertThat(web.get("/topic/nobody").status()).isEqualTo(404);
        assertThat(web.send("PUT", "/topic/nobody", "{}".getBytes()).status()).isEqualTo(404);
        assertThat(web.send("PATCH", "/topic/nobody", "{}".getBytes()).status()).isEqualTo(404);
        var gone = web.send("DELETE", "/topic/nobody", null);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.type()).isEqualTo("application/problem+json");
        assertThat(gone.json().get("detail").stringValue()).startsWith("topic nobody does not exist");
    }

    @Test
    void aTopicIsDeleted() {
        web.post("/topic", "{\"name\":\"sample\"}");
        assertThat(web.send("DELETE", "/topic/sample", null).body())
                .isEqualTo("{\"deleted\":true,\"topic\":\"sample\"}");
        assertThat(web.get("/topic").body()).doesNotContain("sample");
        assertThat(web.send("DELETE", "/topic/_kaf", null).status()).isEqualTo(400);
    }

    @Test
    void topicsAreNotMadeIfTheBrokerMakesNone() {
        web.close();
        web = new Web(Web.fast(folder).withNewTopics(1, false), how -> how);
        assertThat(web.post("/publish/a", "x").status()).isEqualTo(404);
        assertThat(web.post("/put/a", "x").status()).isEqualTo(404);
        assertThat(web.post("/events", "{\"topic_name\":\"a\",\"message\":1}").status()).isEqualTo(404);
    }
}
