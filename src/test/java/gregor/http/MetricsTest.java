package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.group.CommittedOffset;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Metrics for Prometheus, and health.
class MetricsTest {
    @TempDir
    private Path folder;

    private static double figure(Web web, String name) {
        var answer = web.get("/metrics");
        assertThat(answer.type()).startsWith("text/plain; version=0.0.4");
        return answer.body().lines().filter(line -> line.startsWith(name + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + answer.body()));
    }

    @Test
    void figuresAreThoseOfTheBroker() {
        try (var web = Web.in(folder)) {
            for (int i = 0; i < 5; i++) {
                web.post("/put/orders", "pay");
            }
            web.broker.groups().in("billing", group -> {
                group.reset(Map.of(new TopicPartition("orders", 0), CommittedOffset.of(3)));
                return null;
            });
            web.broker.partition("orders", 0).deleteBefore(2);
            String orders = "{partition=\"0\",topic=\"orders\"}";
            assertThat(figure(web, "gregor_log_end" + orders)).isEqualTo(5);
            assertThat(figure(web, "gregor_log_start" + orders)).isEqualTo(2);
            assertThat(figure(web, "gregor_log_bytes" + orders)).isPositive();
            assertThat(figure(web, "gregor_group_lag{group=\"billing\",partition=\"0\",topic=\"orders\"}"))
                    .isEqualTo(2);
            assertThat(figure(web,
                    "gregor_http_requests_seconds_count{method=\"POST\",path=\"/put/{log}\",status=\"200\"}"))
                    .isEqualTo(5);
            web.broker.deleteTopic("orders");
            assertThat(web.get("/metrics").body()).as("a deleted topic").doesNotContain("gregor_log_end" + orders);
        }
    }

    @Test
    void aThousandNamesAreOneFigure() {
        try (var web = Web.in(folder)) {
            for (int i = 0; i < 20; i++) {
                web.get("/get/log-" + i + "?from=1");
                web.get("/nothing-" + i);
            }
            assertThat(web.get("/metrics").body()).doesNotContain("log-1", "nothing-1").contains("path=\"/get/{log}\"",
                    "path=\"none\"");
        }
    }

    @Test
    void whetherAllIsWellIsSaidInAStatus() throws Exception {
        try (var web = Web.in(folder)) {
            assertThat(web.get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
        }
        Path stray = Files.createDirectories(folder.resolve("topics/stray-0"));
        Files.writeString(stray.resolve("00000000000000000000.log"), "who knows");
        try (var web = Web.in(folder)) {
            var answer = web.get("/healthz");
            assertThat(answer.status()).as(() -> "" + web.broker.troubles()).isEqualTo(503);
            assertThat(answer.json().get("troubles").intValue()).isOne();
            assertThat(answer.body()).as("details need a token").doesNotContain("stray");
            assertThat(web.get("/status").body()).contains("stray-0");
        }
    }
}
