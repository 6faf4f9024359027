package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.katar.Katar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The document describes all requests and no others. All other tests check each answer against it.
class OpenApiTest {
    @TempDir
    private Path folder;

    @Test
    void everyRequestIsDescribedAndNoOther() {
        try (var web = Web.in(folder)) {
            var served = new OpenApi(web.get("/openapi.json").json());
            assertThat(served.routes()).isEqualTo(web.door.routes()).contains("POST /put/{log}", "GET /topic",
                    "POST /events", "POST /publish");
            assertThat(served.document().get("openapi").stringValue()).isEqualTo("3.1.0");
            assertThat(served.document().at("/info/description").stringValue()).contains("Kaf", "Katar", "Wafka");
        }
    }

    @Test
    void aDoorWithoutModulesServesAndDescribesOnlyItsOwnRequests() {
        try (var web = new Web(Web.fast(folder), how -> how, broker -> List.of())) {
            var served = new OpenApi(web.get("/openapi.json").json());
            assertThat(served.routes()).isEqualTo(web.door.routes()).contains("POST /publish");
            assertThat(served.document().toString()).doesNotContainIgnoringCase("kaf").doesNotContain("Katar");
            assertThat(web.get("/topic").status()).isEqualTo(404);
            assertThat(web.post("/put/orders", "x").status()).isEqualTo(404);
        }
    }

    @Test
    void everyReferenceOfTheDocumentLeadsSomewhere() {
        try (var web = Web.in(folder)) {
            var served = new OpenApi(web.get("/openapi.json").json());
            assertThat(served.brokenReferences()).isEmpty();
            assertThat(new OpenApi(JsonBody.STRICT.readTree("{\"a\":[{\"$ref\":\"#/b\"}]}")).brokenReferences())
                    .containsExactly("#/b");
        }
    }

    @Test
    void whatIsNotAsDescribedIsFound() {
        OpenApi document = OpenApi.of(Katar.module(null));
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
