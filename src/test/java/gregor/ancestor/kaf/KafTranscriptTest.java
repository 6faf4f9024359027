package gregor.ancestor.kaf;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.Transcript;
import gregor.http.Web;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kaf's own answers and files, byte for byte.
class KafTranscriptTest {
    private static final Transcript RECORDED = Transcript.of(KafTranscriptTest.class);

    @TempDir
    private Path folder;

    @Test
    void eachRequestHasTheAnswerOfKafAndLeavesItsFiles() throws IOException {
        Path kaf = Files.createDirectories(folder.resolve("kaf"));
        Files.writeString(kaf.resolve("edited"), "KAF_DB|v1|7\nKAF_MSG|8|2\nab\n\nKAF_MSG|12|1\nc\n");
        try (var web = new Web(Web.fast(folder.resolve("broker")), how -> how,
                broker -> List.of(Kaf.module(broker, kaf)))) {
            RECORDED.requests().forEach(line -> {
                String what = line.get(0) + " " + line.get(1);
                byte[] body = line.get(0).equals("GET") ? null : Transcript.bytes(line.get(2));
                var answer = web.send(line.get(0), line.get(1), body);
                assertThat(answer.status()).as(what).isEqualTo(Integer.parseInt(line.get(3)));
                assertThat(answer.header("X-Kaf-LastMsgSent")).as(what).isEqualTo(line.get(5));
                if (answer.status() == 200) {
                    assertThat(answer.whole().body()).as(what).asString(ISO_8859_1)
                            .isEqualTo(new String(Transcript.bytes(line.get(6)), ISO_8859_1));
                }
                if (!line.get(4).isEmpty()) {
                    assertThat(answer.type()).as(what).isEqualTo(line.get(4));
                }
            });
        }
        RECORDED.files().forEach(line -> assertThat(kaf.resolve(line.get(1))).as(line.get(1))
                .hasBinaryContent(Transcript.bytes(line.get(2))));
    }

    @Test
    void theFilesOfKafOpenHere() throws IOException {
        for (List<String> line : RECORDED.files().toList()) {
            Files.write(folder.resolve(line.get(1)), Transcript.bytes(line.get(2)));
            try (KafLog log = KafLog.open(folder, line.get(1), () -> null)) {
                assertThat(log.torn()).as(line.get(1)).isEmpty();
                assertThat(log.entries(log.start())).as(line.get(1)).isNotEmpty();
            }
            assertThat(folder.resolve(line.get(1))).hasBinaryContent(Transcript.bytes(line.get(2)));
        }
    }
}
