package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runs the curl commands in the documents of Kaf, Katar and Wafka; curl must be on the PATH.
@Timeout(60)
@Tag("outside")
class CurlTest extends WebTest {
    private Process start(String path, String... options) throws IOException {
        var command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "20"));
        command.addAll(List.of(options));
        command.add(web.address() + path);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private String curl(String path, String... options) throws Exception {
        Process curl = start(path, options);
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void kafAsItsDocumentShowsIt() throws Exception {
        assertThat(curl("/put/mylog", "-d", "Testing 1..2..3..")).isEqualTo("1");
        assertThat(curl("/put/mylog", "-H", "Content-Type: application/json", "-d", "{\"some\":\"json\"}"))
                .isEqualTo("2");
        assertThat(curl("/get/mylog?from=1"))
                .isEqualTo("KAF_MSGS|v1|2\nKAF_MSG|1|17\nTesting 1..2..3..\nKAF_MSG|2|15\n{\"some\":\"json\"}");
        assertThat(curl("/get/mylog?from=2&format=raw", "-i")).contains("X-Kaf-LastMsgSent: 2\r\n")
                .endsWith("\r\n\r\n{\"some\":\"json\"}\n");
        assertThat(curl("/get/mylog?from=2&format=json")).isEqualTo("[{\"some\":\"json\"}]");
        assertThat(curl("/archive/mylog?upto=1", "-X", "POST", "-o", "/dev/null", "-w", "%{http_code}"))
                .isEqualTo("200");
        assertThat(curl("/get/mylog?from=1&format=raw")).isEqualTo("{\"some\":\"json\"}\n");
        assertThat(curl("/put/mylog", "-X", "POST", "-w", " %{http_code}")).endsWith(" 400");
    }

    @Test
    void bytesOfAFileComeBackAsTheyWere() throws Exception {
        Path file = folder.resolve("bytes");
        var bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);
        Files.write(file, bytes);
        assertThat(curl("/put/bytes", "--data-binary", "@" + file)).isEqualTo("1");
        Path back = folder.resolve("back");
        curl("/get/bytes?from=1&format=raw", "--compressed", "-o", back.toString());
        byte[] read = Files.readAllBytes(back);
        assertThat(java.util.Arrays.copyOf(read, bytes.length)).isEqualTo(bytes);
        assertThat(read).hasSize(bytes.length + 1).endsWith('\n');
    }

    @Test
    void katarAsItsDocumentShowsIt() throws Exception {
        assertThat(curl("/topic", "-d", "{\"name\":\"sample\"}")).isEqualTo("{\"created\":true,\"topic\":\"sample\"}");
        assertThat(curl("/topic", "-d", "{\"name\":\"sample\"}"))
                .isEqualTo("{\"created\":true,\"topic\":\"sample__0\"}");
        assertThat(curl("/publish", "-d", "{\"topic\":\"sample\",\"payload\":{\"n\":1}}")).contains("\"offset\":0",
                "\"topic\":\"sample\"");
        assertThat(curl("/subscribe", "-d", "{\"topic\":\"sample\"}")).contains("\"payload\":{\"n\":1}");
        assertThat(curl("/topic/sample", "-X", "DELETE", "-o", "/dev/null", "-w", "%{http_code}")).isEqualTo("200");
        assertThat(curl("/topic/sample", "-w", " %{http_code} %{content_type}"))
                .endsWith(" 404 application/problem+json");
    }

    @Test
    void wafkaAsItsDocumentShowsIt() throws Exception {
        assertThat(curl("/events", "-d",
                "{\"event_id\":\"1\",\"topic_name\":\"orders\",\"timestamp\":\"2026-03-02\",\"message\":{\"id\":7}}",
                "-o", "/dev/null", "-w", "%{http_code}")).startsWith("20");
        assertThat(curl("/broker/1")).contains("\"next_offset\":1", "\"orders\"");
    }

    @Test
    void aStreamIsHeardLineByLineUntilItsTopicIsDeleted() throws Exception {
        web.broker.createTopic("news", 1, Map.of());
        Process curl = start("/subscribe?topic=news", "-N", "-H", "Accept: application/x-ndjson");
        try (var lines = curl.inputReader(StandardCharsets.UTF_8)) {
            curl("/put/news", "-d", "one");
            assertThat(lines.readLine()).contains("\"payload\":\"one\"");
            curl("/put/news", "-d", "two");
            assertThat(lines.readLine()).contains("\"payload\":\"two\"");
            curl("/topic/news", "-X", "DELETE");
            assertThat(lines.readLine()).startsWith("{\"end\":").contains("the topic news has been deleted");
            assertThat(lines.readLine()).isNull();
            assertThat(curl.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(curl.exitValue()).as("the stream was ended, not cut off").isZero();
        } finally {
            curl.destroyForcibly();
        }
    }
}
