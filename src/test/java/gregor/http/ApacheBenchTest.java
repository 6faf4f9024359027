package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Apache's `ab`, which sends HTTP/1.0, receives an answer to each request; it must be on the PATH (apache2-utils).
@Timeout(60)
@Tag("outside")
class ApacheBenchTest {
    @TempDir
    private Path folder;

    @Test
    void everyRequestIsAnswered() throws Exception {
        try (Web web = Web.in(folder)) {
            Process ab = new ProcessBuilder("ab", "-n", "200", "-c", "4", "-k", "-v", "2", web.address() + "/healthz")
                    .redirectErrorStream(true).start();
            String said = new String(ab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(ab.waitFor()).as(said).isZero();
            assertThat(said).contains("Complete requests:      200", "the request is HTTP/1.0")
                    .containsPattern("Failed requests: +0").containsPattern("Non-2xx responses: +200")
                    .doesNotContain("null");
        }
    }
}
