package gregor.ancestor.kaf;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.http.Web;
import org.junit.jupiter.api.Test;

/// Kaf's requests on a folder of Kaf's files.
class KafFolderTest extends KafContract {
    private Path kaf;

    @Override
    Web open() {
        kaf = folder.resolve("kaf");
        return new Web(Web.fast(folder.resolve("broker")), how -> how, broker -> List.of(Kaf.module(broker, kaf)));
    }

    @Override
    Path archives() {
        return kaf;
    }

    @Override
    List<String> logs() {
        try (Stream<Path> files = Files.exists(kaf) ? Files.list(kaf) : Stream.of()) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void reopen() {
        web.close();
        web = open();
    }

    @Test
    void whatItWritesIsByteForByteWhatKafWrites() throws IOException {
        web.post("/put/orders", "hello");
        assertThat(Files.readAllBytes(kaf.resolve("orders"))).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|5\nhello".getBytes());
        assertThat(logs()).containsExactly("orders");
    }

    @Test
    void aFolderThatKafWroteOpensAndGoesOn() throws IOException {
        web.close();
        Files.createDirectories(kaf);
        Files.writeString(kaf.resolve("orders"), "KAF_DB|v1|7\nKAF_MSG|8|2\nab\n\nKAF_MSG|12|1\nc\n");
        web = open();
        assertThat(web.get("/get/orders?from=1").body()).isEqualTo("KAF_MSGS|v1|2\nKAF_MSG|8|2\nab\nKAF_MSG|12|1\nc");
        assertThat(web.get("/get/orders?from=9&format=json").body()).isEqualTo("[\"c\"]");
        assertThat(web.post("/put/orders", "d").body()).isEqualTo("13");
    }

    @Test
    void oneBadFileDoesNotStopTheOthers() throws IOException {
        web.post("/put/good", "x");
        web.close();
        Files.writeString(kaf.resolve("bad"), "what is this?");
        web = open();
        assertThat(web.get("/get/bad?from=1").status()).isEqualTo(503);
        assertThat(web.get("/get/bad?from=1").body()).contains("KAF_DB");
        assertThat(web.post("/put/bad", "x").status()).isEqualTo(503);
        assertThat(web.post("/put/good", "y").body()).isEqualTo("2");
        assertThat(kaf.resolve("bad")).content().isEqualTo("what is this?");
    }

    @Test
    void putsThatAreAppendedTogetherFailTogetherAndTheNextOneWorks() throws Exception {
        web.post("/put/orders", "a");
        replace("oops");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var puts = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 50; i++) {
                puts.add(threads.submit(() -> web.post("/put/orders", "b").status()));
            }
            for (var put : puts) {
                assertThat(put.get()).isEqualTo(503);
            }
        }
        replace("KAF_DB|v1|0\nKAF_MSG|1|1\na");
        assertThat(web.post("/put/orders", "c").body()).isEqualTo("2");
    }

    private void replace(String text) throws IOException {
        Path edited = Files.writeString(kaf.resolve(".edited"), text);
        Files.move(edited, kaf.resolve("orders"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aTornTailIsSetAsideAndItsNumberNotGivenAgain() throws IOException {
        web.post("/put/orders", "a");
        web.close();
        Files.writeString(kaf.resolve("orders"), "\nKAF_MSG|2|100\nhal", StandardOpenOption.APPEND);
        web = open();
        assertThat(web.post("/put/orders", "b").body()).isEqualTo("3");
        reopen();
        assertThat(web.get("/get/orders?from=1&format=raw").body()).isEqualTo("a\nb\n");
        assertThat(logs()).contains("--orders--torn");
    }

    @Test
    void aFileThatIsReplacedWhileItIsServedIsNoticed() throws IOException {
        web.post("/put/orders", "teh");
        web.post("/put/orders", "end");
        Path edited = Files.writeString(kaf.resolve("sed1"),
                Files.readString(kaf.resolve("orders")).replace("teh", "the"));
        Files.move(edited, kaf.resolve("orders"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(web.get("/get/orders?from=1&format=raw").body()).isEqualTo("the\nend\n");
        assertThat(web.post("/put/orders", "more").body()).isEqualTo("3");
    }

    @Test
    void aFileThatComesLaterIsServed() throws IOException {
        web.post("/put/orders", "x");
        Files.writeString(kaf.resolve("late"), "KAF_DB|v1|0\nKAF_MSG|1|1\nx");
        assertThat(web.get("/get/late?from=1&format=raw").body()).isEqualTo("x\n");
    }

    @Test
    void namesThatKafAllowsWork() {
        assertThat(web.post("/put/caf%C3%A9%20%26%20co", "x").body()).isEqualTo("1");
        reopen();
        assertThat(web.get("/get/caf%C3%A9%20%26%20co?from=1&format=raw").body()).isEqualTo("x\n");
        assertThat(logs()).contains("café & co");
    }

    @Test
    void itWritesDownWhatWasDone() throws Exception {
        web.close();
        web = new Web(Web.fast(folder.resolve("broker")).withStatistics(Duration.ofMillis(50)), how -> how,
                broker -> List.of(Kaf.module(broker, kaf)));
        web.post("/put/orders", "x");
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (web.get("/get/_kaf?from=1&format=json").json().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        var record = web.get("/get/_kaf?from=1&format=json").json().get(0);
        assertThat(record.get("logs").get(0).toString())
                .isEqualTo("{\"name\":\"orders\",\"last\":1,\"gets\":0,\"puts\":1}");
        assertThat(record.get("statno").intValue()).isEqualTo(1);
        Thread.sleep(200);
        assertThat(web.get("/get/_kaf?from=2&format=json").body()).as("no requests, and _kaf itself does not count")
                .isEqualTo("[]");
    }
}
