package gregor.ancestor.kaf;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.http.Web;
import org.junit.jupiter.api.Test;

/// Kaf's requests on the topics of the broker.
class KafTest extends KafContract {
    @Override
    Web open() {
        return Web.in(folder.resolve("broker"));
    }

    @Override
    Path archives() {
        return web.broker.settings().archive().resolve("kaf");
    }

    @Override
    List<String> logs() {
        return web.broker.topicNames();
    }

    @Test
    void whatKafPutsIsATopicLikeAnyOther() {
        web.post("/put/orders", "hello");
        assertThat(web.broker.partition("orders", 0).entries(0).toString()).isEqualTo("[0:hello]");
        assertThat(web.broker.partition("orders", 0).entries(0).getFirst().event().timestamp()).isPositive();
    }

    @Test
    void aTopicWithMorePartitionsIsNoLogOfKaf() {
        web.broker.createTopic("wide", 2, Map.of());
        assertThat(web.post("/put/wide", "x").body()).contains("more than one partition");
        assertThat(web.get("/get/wide?from=1").status()).isEqualTo(400);
    }

    @Test
    void theBrokersOwnLogsCanBeReadAndNotWritten() {
        assertThat(web.post("/put/__consumer_offsets", "x").status()).isEqualTo(400);
        assertThat(web.post("/put/_kaf", "x").status()).isEqualTo(400);
        assertThat(web.get("/get/__journal?from=1").status()).isEqualTo(200);
    }

    @Test
    void itsStatisticsAreALogOfKafAndDoNotCountThemselves() {
        web.close();
        var now = new AtomicReference<>(Instant.parse("2026-03-02T08:15:00Z"));
        web = new Web(Web.fast(folder.resolve("other")).with(now::get), how -> how);
        web.post("/put/orders", "hello");
        for (int interval = 0; interval < 4; interval++) {
            now.set(now.get().plus(Duration.ofMinutes(6)));
            web.broker.keepHouse();
        }
        assertThat(web.get("/get/_kaf?from=2&format=json").body()).as("none while idle").isEqualTo("[]");
        var record = web.get("/get/_kaf?from=1&format=json").json().get(0);
        assertThat(record.get("beg")).isEqualTo(record.get("start"));
        assertThat(record.get("logs").toString()).contains("{\"name\":\"orders\",\"last\":1,\"gets\":0,\"puts\":1}");
    }
}
