package gregor.ancestor.kaf;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.http.Raw;
import gregor.http.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kaf's requests, with the bytes, headers and errors of the original.
abstract class KafContract {
    @TempDir
    Path folder;
    Web web;

    abstract Web open();

    /// Returns the folder of the archives.
    abstract Path archives();

    /// Returns the names of all logs or files.
    abstract List<String> logs();

    @BeforeEach
    void begin() {
        web = open();
    }

    @AfterEach
    void end() {
        web.close();
    }

    @Test
    void aPutAnswersWithTheNumberOfItsMessageAndNothingElse() {
        var first = web.post("/put/orders", "hello");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("1");
        assertThat(first.type()).isEqualTo("text/plain; charset=utf-8");
        assertThat(web.post("/put/orders", "again").body()).isEqualTo("2");
        assertThat(web.post("/put/other", "hello").body()).isEqualTo("1");
    }

    @Test
    void theBodyIsTakenRawWhateverItIsSaidToBe() {
        web.post("/put/orders", "a=1&b=%20", "Content-Type", "application/x-www-form-urlencoded");
        web.send("POST", "/put/orders", new byte[]{0, -1, '\n', '|'});
        assertThat(web.get("/get/orders?from=1&format=raw").whole().body())
                .isEqualTo("a=1&b=%20\n\0\u00ff\n|\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theThreeForms() {
        assertThat(web.get("/get/orders?from=1").body()).isEqualTo("KAF_MSGS|v1|0");
        assertThat(web.get("/get/orders?from=1&format=raw").body()).isEmpty();
        assertThat(web.get("/get/orders?from=1&format=json").body()).isEqualTo("[]");
        web.post("/put/orders", "{\"a\": 1}");
        web.post("/put/orders", "no JSON\n");
        var kaf = web.get("/get/orders?from=1");
        assertThat(kaf.body()).isEqualTo("KAF_MSGS|v1|2\nKAF_MSG|1|8\n{\"a\": 1}\nKAF_MSG|2|8\nno JSON\n");
        assertThat(kaf.type()).isEqualTo("application/octet-stream");
        assertThat(kaf.header("X-Kaf-LastMsgSent")).isEqualTo("2");
        assertThat(kaf.header("Content-Length")).isEqualTo("" + kaf.body().length());
        var raw = web.get("/get/orders?from=2&format=raw");
        assertThat(raw.body()).isEqualTo("no JSON\n\n");
        assertThat(raw.type()).isEqualTo("application/octet-stream");
        var json = web.get("/get/orders?from=1&format=json");
        assertThat(json.body()).isEqualTo("[{\"a\": 1},\n\"no JSON\\n\"]");
        assertThat(json.type()).isEqualTo("application/json");
        assertThat(web.get("/get/orders?from=1&format=what").body()).isEqualTo(kaf.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "{\"a\":1}}", "\ufeff1", "01", "NaN", "\"", "{'a':1}", "[1,]", "\u0000", "tru"})
    void whatIsAlmostJsonIsAText(String data) {
        web.post("/put/orders", data);
        assertThat(web.get("/get/orders?from=1&format=json").json().get(0).stringValue()).isEqualTo(data);
    }

    @Test
    void bytesThatAreNoTextAreStillJson() {
        web.send("POST", "/put/orders", new byte[]{'"', -1, '"'});
        web.send("POST", "/put/orders", new byte[]{0, '1'});
        assertThat(web.get("/get/orders?from=1&format=json").json()).hasSize(2);
    }

    @Test
    void aMessageMayLookLikeThoseOfTheFile() {
        web.post("/put/orders", "a\nKAF_MSG|7|1\nb");
        web.post("/put/orders", "c");
        assertThat(web.get("/get/orders?from=2").body()).isEqualTo("KAF_MSGS|v1|1\nKAF_MSG|2|1\nc");
    }

    @Test
    void pastTheEndThereIsNothingAndNoHeader() {
        web.post("/put/orders", "hello");
        var past = web.get("/get/orders?from=2");
        assertThat(past.status()).isEqualTo(200);
        assertThat(past.body()).isEqualTo("KAF_MSGS|v1|0");
        assertThat(past.whole().headers().firstValue("X-Kaf-LastMsgSent")).isEmpty();
        assertThat(web.get("/get/orders?from=4294967295&format=json").body()).isEqualTo("[]");
    }

    @Test
    void anUnknownLogIsEmptyAndIsNotMade() {
        List<String> before = logs();
        assertThat(web.get("/get/nobody?from=1").status()).isEqualTo(200);
        assertThat(web.get("/get/nobody?from=1&format=json").body()).isEqualTo("[]");
        assertThat(logs()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/get/orders", "/get/orders?from=", "/get/orders?from=0", "/get/orders?from=-1",
            "/get/orders?from=x", "/get/orders?from=4294967296", "/get/orders?from=1.5", "/get/orders?from=%2B1",
            "/get/orders?From=1", "/get/?from=1", "/get/.hidden?from=1", "/get/--old?from=1", "/get/a/b?from=1",
            "/get/a%2Fb?from=1", "/get/%2E%2E?from=1", "/get/a%00b?from=1"})
    void aGetThatIsNoneSaysWhy(String path) {
        var refused = web.get(path);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.type()).isEqualTo("text/plain; charset=utf-8");
        assertThat(refused.body()).endsWith("\n").hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/put/", "/put/.hidden", "/put/--old", "/put/a/b", "/put/a%2Fb", "/put/..%2f..%2fetc",
            "/put/%2e%2e", "/put/a%00b", "/put/a%0ab", "/put/%ff%fe", "/put/ "})
    void aBadNameIsRefusedBeforeAnythingIsTouched(String path) {
        List<String> before = logs();
        assertThat(web.post(path.replace(" ", "%20"), "x").status()).isEqualTo(400);
        assertThat(web.post("/put/" + "x".repeat(256), "x").status()).isEqualTo(400);
        assertThat(logs()).isEqualTo(before);
    }

    @Test
    void aPutThatIsNoneIsRefusedAndMakesNothing() throws Exception {
        List<String> before = logs();
        assertThat(web.post("/put/fresh", "").status()).isEqualTo(400);
        assertThat(web.send("POST", "/put/fresh", new byte[(5 << 20) + 1]).status()).isEqualTo(400);
        assertThat(Raw.exchange(web.port(),
                "POST /put/fresh HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400").contains("no content-length");
        assertThat(Raw.exchange(web.port(), "POST /put/fresh HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(logs()).isEqualTo(before);
    }

    @Test
    void theLargestMessageFits() {
        byte[] large = new byte[5 << 20];
        assertThat(web.send("POST", "/put/large", large).body()).isEqualTo("1");
        assertThat(web.get("/get/large?from=1&format=raw").whole().body()).hasSize(large.length + 1);
    }

    @Test
    void aClientThatFollowsTheHeaderGetsEverythingOnce() {
        byte[] some = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20; i++) {
            web.send("POST", "/put/orders", some);
        }
        int from = 1;
        int replies = 0;
        var seen = new TreeSet<Integer>();
        for (var reply = web.get("/get/orders?from=" + from); !reply.header("X-Kaf-LastMsgSent").isEmpty(); reply = web
                .get("/get/orders?from=" + from)) {
            int last = Integer.parseInt(reply.header("X-Kaf-LastMsgSent"));
            for (int number = from; number <= last; number++) {
                assertThat(seen.add(number)).isTrue();
            }
            from = last + 1;
            replies++;
        }
        assertThat(seen).hasSize(20);
        assertThat(replies).as("a reply has a limit").isGreaterThan(4);
    }

    @Test
    void anArchiveKeepsTheOldFileAndTheNumbersGoOn() throws IOException {
        for (String word : List.of("a", "b", "c", "d")) {
            web.post("/put/orders", word);
        }
        var done = web.post("/archive/orders?upto=3", "");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body()).isEmpty();
        assertThat(web.get("/get/orders?from=1&format=json").body()).isEqualTo("[\"d\"]");
        assertThat(web.post("/put/orders", "e").body()).isEqualTo("5");
        Path file = archived().getFirst();
        assertThat(file.getFileName().toString()).matches("--orders--\\d{4}-\\d\\d-\\d\\dT\\d\\d_\\d\\d_\\d\\dZ");
        assertThat(file).content()
                .isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb\nKAF_MSG|3|1\nc\nKAF_MSG|4|1\nd");
    }

    private List<Path> archived() throws IOException {
        try (Stream<Path> files = Files.list(archives())) {
            return files.filter(file -> file.getFileName().toString().startsWith("--")).sorted().toList();
        }
    }

    @Test
    void twoArchivesInOneSecondAreTwo() throws IOException {
        for (int i = 1; i <= 3; i++) {
            web.post("/put/orders", "m" + i);
            assertThat(web.post("/archive/orders?upto=" + i, "").status()).isEqualTo(200);
        }
        assertThat(archived()).hasSize(3);
        assertThat(web.post("/put/orders", "m4").body()).isEqualTo("4");
        var all = new TreeSet<String>();
        for (Path file : archived()) {
            Path copy = Files.copy(file, folder.resolve("copy-" + all.size()));
            try (KafLog log = KafLog.open(folder, copy.getFileName().toString(), InstantSource.system())) {
                log.entries(log.start()).forEach(entry -> all.add(entry.toString()));
            }
        }
        assertThat(all).containsExactly("0:m1", "1:m2", "2:m3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/archive/orders", "/archive/orders?upto=0", "/archive/orders?upto=x",
            "/archive/nobody?upto=1", "/archive/--orders?upto=1", "/archive/empty?upto=1"})
    void anArchiveThatIsNoneSaysWhy(String path) {
        web.post("/put/orders", "a");
        web.post("/put/empty", "a");
        web.post("/archive/empty?upto=9", "");
        assertThat(web.post(path, "").status()).isEqualTo(400);
        assertThat(web.get("/get/orders?from=1&format=raw").body()).isEqualTo("a\n");
    }

    @Test
    void aPutThatIsSentTwiceWithOneKeyIsDoneOnce() {
        var first = web.post("/put/orders", "pay", "Idempotency-Key", "k1");
        var again = web.post("/put/orders", "pay", "Idempotency-Key", "k1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(web.get("/get/orders?from=1&format=raw").body()).isEqualTo("pay\n");
    }

    @Test
    void numbersAreGivenOnceToManyClientsAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var numbers = new ArrayList<Future<String>>();
            for (int i = 0; i < 200; i++) {
                int number = i;
                numbers.add(threads.submit(() -> web.post("/put/orders", "m" + number).body()));
            }
            var seen = new TreeSet<Integer>();
            for (var number : numbers) {
                seen.add(Integer.parseInt(number.get()));
            }
            assertThat(seen).hasSize(200).startsWith(1).endsWith(200);
        }
    }
}
