package gregor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The document describes what is there, and nothing else. All other tests check each answer against it.
class OpenApiTest {
    @TempDir
    private Path folder;

    @Test
    void everyRequestIsDescribedAndNoOther() {
        try (var web = Web.in(folder)) {
            assertThat(OpenApi.read().routes()).isEqualTo(web.door.routes());
            assertThat(web.get("/openapi.json").json().get("openapi").stringValue()).isEqualTo("3.1.0");
        }
    }

    @Test
    void whatIsNotAsDescribedIsFound() {
        OpenApi document = OpenApi.read();
        assertThat(document.faults("GET", "/topic", answer(200, "application/json", "{\"topics\":[1]}"))).isNotEmpty();
        assertThat(document.faults("GET", "/topic", answer(200, "application/json", "{}"))).isNotEmpty();
        assertThat(document.faults("GET", "/topic", answer(200, "text/plain", "x"))).isNotEmpty();
        assertThat(document.faults("GET", "/topic", answer(418, "application/json", "{}"))).isNotEmpty();
        assertThat(document.faults("GET", "/topic", answer(200, "application/json", "{\"topics\":[],\"more\":1}")))
                .isNotEmpty();
        assertThat(document.faults("GET", "/topic", answer(200, "application/json", "{\"topics\":[\"a\"]}"))).isEmpty();
    }

    private static Web.Answer answer(int status, String type, String body) {
        return new Web.Answer(status, type, body, null);
    }
}
