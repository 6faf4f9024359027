package gregor.ancestor.katar;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.Transcript;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.http.JsonBody;
import gregor.http.Web;
import gregor.list.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Katar's own answers and its files, byte for byte.
class KatarTranscriptTest {
    private static final Transcript RECORDED = Transcript.of(KatarTranscriptTest.class);
    private static final Instant THEN = Instant.ofEpochSecond(1_795_457_917);

    @TempDir
    private Path folder;

    private void serve(Consumer<Web> client) {
        BrokerSettings settings = BrokerSettings.inMemory(folder.resolve("archive")).with(() -> THEN);
        try (var web = new Web(Broker.open(settings, new KatarFolder(folder.resolve("katar"), false)), how -> how,
                broker -> List.of(Katar.folderModule(broker)))) {
            client.accept(web);
        }
    }

    @Test
    void eachRequestHasTheAnswerOfKatarAndLeavesItsFiles() {
        serve(web -> RECORDED.requests().forEach(line -> {
            String what = line.get(0) + " " + line.get(1) + " " + line.get(2);
            byte[] body = line.get(2).isEmpty() ? null : line.get(2).getBytes();
            var answer = web.send(line.get(0), line.get(1), body, "Content-Type", "application/json");
            assertThat(answer.status()).as(what).isEqualTo(Integer.parseInt(line.get(4)));
            if (!line.get(5).isEmpty()) {
                assertThat(answer.body()).as(what).isEqualTo(JsonBody.STRICT.readTree(line.get(5)).stringValue());
                assertThat(answer.type()).as(what).isEqualTo("application/json");
            }
        }));
        RECORDED.files().forEach(line -> assertThat(folder.resolve("katar").resolve(line.get(1))).as(line.get(1))
                .hasBinaryContent(Transcript.bytes(line.get(2))));
    }

    @Test
    void theFolderOfKatarOpensHereAndGoesOn() throws IOException {
        for (List<String> line : RECORDED.files().toList()) {
            Path file = folder.resolve("katar").resolve(line.get(1));
            Files.createDirectories(file.getParent());
            Files.write(file, Transcript.bytes(line.get(2)));
        }
        serve(web -> {
            assertThat(web.get("/topic").body())
                    .isEqualTo("{\"topics\":[\"fresh\",\"sample\",\"sample__0\",\"sample__1\"]}\n");
            assertThat(web.get("/topic/sample").json().at("/metadata/max_segment_size").stringValue()).isEqualTo("400");
            var payloads = new ArrayList<JsonNode>();
            for (Entry entry : web.broker.partition("sample", 0).entries(0)) {
                payloads.add(KatarGrammar.payload(entry.event().value()));
            }
            assertThat(payloads).hasToString(RECORDED.requests()
                    .filter(line -> line.get(0).equals("POST") && line.get(1).endsWith("/publish/sample"))
                    .map(line -> JsonBody.STRICT.readTree(line.get(2))).toList().toString());
            web.post("/publish/sample", "\"next\"");
            assertThat(web.get("/subscribe/sample").body())
                    .isEqualTo("{\"log\":\"next\",\"offset\":13,\"topic\":\"sample\"}\n");
            assertThat(web.get("/subscribe/sample?offset=99").json().get("log").isNull()).isTrue();
        });
    }

    @Test
    void aFileOfAnotherShapeIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.createDirectories(folder.resolve("katar/other")).resolve("0.katar");
        byte[] other = "\0\0\0\3{\"BaseOffset\":0,\"Offset\":0,\"Timestamp\":1,\"Payload\":\"aGk=\"}".getBytes();
        Files.write(file, other);
        serve(web -> {
            assertThat(web.post("/publish/other", "1").status()).isEqualTo(503);
            assertThat(web.get("/subscribe/other").body()).contains("was not changed");
            assertThat(web.post("/publish/fine", "1").status()).isEqualTo(200);
        });
        assertThat(file).hasBinaryContent(other);
        assertThat(file.resolveSibling("0.torn")).doesNotExist();
    }
}
