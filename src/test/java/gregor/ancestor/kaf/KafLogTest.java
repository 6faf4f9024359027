package gregor.ancestor.kaf;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.FormatContract;
import gregor.ancestor.TornTail;
import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import gregor.list.Utf8;
import gregor.topic.InvalidTopicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafLogTest extends FormatContract {
    private static final Instant NOW = Instant.parse("2026-03-02T08:15:00.250Z");

    @Override
    public KafLog open(Path folder) {
        return KafLog.open(folder, "orders", () -> NOW);
    }

    @Override
    public Path data(Path folder) {
        return folder.resolve("orders");
    }

    @Override
    public Optional<TornTail> torn(Log log) {
        return ((KafLog) log).torn();
    }

    private Path folderWith(String text) throws IOException {
        Path folder = folder();
        Files.createDirectories(folder);
        Files.writeString(data(folder), text, ISO_8859_1);
        return folder;
    }

    private String text(Path folder) throws IOException {
        return Files.readString(data(folder), ISO_8859_1);
    }

    @Test
    void writesKafsOwnBytes() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            assertThat(text(folder)).isEqualTo("KAF_DB|v1|0");
            log.append(Event.of("hello"));
        }
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|5\nhello").hasSize(29);
        assertThat(Files.list(folder)).as("and nothing else").containsExactly(data(folder));
    }

    /// Reads a hex dump: each line has bytes in pairs, then at least two spaces and a comment.
    private static byte[] recorded() throws IOException {
        try (InputStream dump = KafLogTest.class.getResourceAsStream("kaf.hex")) {
            String bytes = new String(dump.readAllBytes(), ISO_8859_1).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("  ")[0]).collect(Collectors.joining(" "));
            return HexFormat.ofDelimiter(" ").parseHex(bytes);
        }
    }

    @Test
    void aRecordedFileOfKafIsReadAndContinuedAndTheSameEventsGiveTheSameBytes() throws IOException {
        Path folder = folderWith(new String(recorded(), ISO_8859_1));
        try (KafLog log = open(folder)) {
            assertThat(entries(log)).hasToString("[0:hello]");
            assertThat(data(folder)).as("opened and unchanged").hasBinaryContent(recorded());
            assertThat(log.append(Event.of("again"))).isEqualTo(1);
        }
        assertThat(text(folder)).isEqualTo(new String(recorded(), ISO_8859_1) + "\nKAF_MSG|2|5\nagain");
        Path other = folder();
        try (KafLog log = open(other)) {
            log.append(Event.of("hello"));
        }
        assertThat(data(other)).hasBinaryContent(recorded());
    }

    @Test
    void readsWhatKafWrote() throws IOException {
        try (KafLog log = open(folderWith("KAF_DB|v1|4\nKAF_MSG|5|2\nhi\nKAF_MSG|6|1\nx"))) {
            assertThat(log.start()).isEqualTo(4);
            assertThat(log.entries(4)).hasToString("[4:hi, 5:x]");
            assertThat(log.append(Event.of("y"))).as("message number 7").isEqualTo(6);
        }
    }

    @Test
    void aBatchIsAMessageAnEvent() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            log.append(ListBatch.of(Event.of("a"), Event.of("b")));
        }
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb");
    }

    @Test
    void whatKafHasNoPlaceForIsInAnEnvelopeThatPeopleCanRead() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            var event = new Event(NOW.toEpochMilli(), Utf8.bytes("truck-17"), new byte[]{-1, 0},
                    List.of(new Header("lang", Utf8.bytes("en"))));
            log.append(ListBatch.of(new Origin(7, (short) 2, 40), List.of(event)));
        }
        String data = "{\"gregor\":{\"key\":\"truck-17\",\"headers\":[[\"lang\",\"en\"]],\"producer\":[7,2,40],"
                + "\"value\":\"base64:/wA=\",\"timestamp\":1772439300250}}";
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|" + data.length() + "\n" + data);
    }

    @Test
    void aValueThatKafWouldNotTakeIsNeverWrittenBare() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            log.append(Event.of(""));
            log.append(Event.of((String) null));
            log.append(Event.of("{\"gregor\":{\"value\":\"I only look like one\"}}"));
            assertThat(entries(log)).hasToString("[0:, 1:null, 2:{\"gregor\":{\"value\":\"I only look like one\"}}]");
        }
        assertThat(text(folder)).doesNotContainPattern("KAF_MSG\\|\\d+\\|0\n");
    }

    @Test
    void dataMayLookLikeAMessage() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            log.append(Event.of("a\nKAF_MSG|9|1\nb"));
            log.append(Event.of("\nKAF_MSG|2|1\n"));
            log.append(Event.of("KAF_DB|v1|7"));
        }
        try (KafLog log = open(folder)) {
            assertThat(log.end()).isEqualTo(3);
            assertThat(log.entries(0).get(0).event().text()).isEqualTo("a\nKAF_MSG|9|1\nb");
            assertThat(log.entries(0).get(1).event().text()).isEqualTo("\nKAF_MSG|2|1\n");
        }
    }

    @Test
    void aHandThatEditedIsForgivenItsBlankLinesAndGaps() throws IOException {
        Path folder = folderWith("KAF_DB|v1|0\n\n\nKAF_MSG|1|2\nhi\n\nKAF_MSG|7|3\nyou\n\n");
        try (KafLog log = open(folder)) {
            assertThat(log.torn()).isEmpty();
            assertThat(log.entries(0)).hasToString("[0:hi, 6:you]");
            assertThat(log.append(Event.of("!"))).isEqualTo(7);
        }
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\n\n\nKAF_MSG|1|2\nhi\n\nKAF_MSG|7|3\nyou\n\n\nKAF_MSG|8|1\n!");
    }

    @Test
    void anEditThatForgotTheSizeKeepsWhatTheSizeSaysAndReportsTheRest() throws IOException {
        Path folder = folderWith("KAF_DB|v1|0\nKAF_MSG|1|2\nhi\nKAF_MSG|2|5\nhello!\nKAF_MSG|3|1\nx");
        try (KafLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:hi, 1:hello, 2:x]");
            assertThat(log.torn()).get()
                    .hasToString("orders: no complete record at byte 44; moved 2 bytes to --orders--torn");
            assertThat(log.append(Event.of("next"))).isEqualTo(3);
        }
        assertThat(folder.resolve("--orders--torn")).hasContent("!\n");
        assertThat(text(folder))
                .isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|2\nhi\nKAF_MSG|2|5\nhello\nKAF_MSG|3|1\nx\nKAF_MSG|4|4\nnext");
    }

    /// Ten edits while the log is open: what the file becomes, what is read then, and what is set aside.
    @ParameterizedTest
    @CsvSource(delimiterString = " => ",
            value = {"1|1/a~2|1/b~3|3/new => a b new => ''", "1|1/a~2|1/b3|3/new => a b new => ''",
                    "1|1/a~2|1/bb~3|1/c => a b c => b~", "1|1/a~2|1/b~~oops~3|1/c => a b c => ~~oops~",
                    "1|1/a~9|1/z => a z => ''", "1|1/A~2|1/B~ => A B => ''", "~~1|1/a~~~2|1/b~~ => a b => ''",
                    "1|1/a~1|1/x~2|1/b => a b => ~KAF_MSG|1|1/x~", "1|1/a~2|x/b~3|1/c => a c => ~KAF_MSG|2|x/b~",
                    "1|1/a~2|1/b~3|9/c => a b => ~KAF_MSG|3|9/c"})
    void anEditKeepsWhatParsesAndSetsTheRestAside(String edit, String kept, String aside) throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            log.append(Event.of("a"));
            log.append(Event.of("b"));
            replace(folder, "KAF_DB|v1|0\n" + text(edit.replaceAll("(?=\\d\\|)(?<!\\|)", "KAF_MSG|")));
            List<String> seen = log.entries(0).stream().map(entry -> entry.event().text()).toList();
            assertThat(seen).containsSubsequence(kept.split(" "));
            long end = log.end();
            assertThat(log.append(Event.of("next"))).as("no number is used twice").isEqualTo(end);
            Path torn = folder.resolve("--orders--torn");
            assertThat(Files.exists(torn) ? Files.readString(torn) : "").isEqualTo(text(aside));
            assertThat(log.torn().isPresent()).as("it is said at once")
                    .isEqualTo(!aside.isEmpty() || edit.contains("b3"));
        }
        try (KafLog log = open(folder)) {
            assertThat(log.entries(0).getLast().event().text()).isEqualTo("next");
            assertThat(log.torn()).as("the file is whole again").isEmpty();
        }
    }

    private static String text(String edit) {
        return edit.replace('~', '\n').replace('/', '\n');
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "4294967295", "99999999999999999999", "-1", "5x", " 5", ""})
    void aLengthThatLiesIsNotFollowed(String size) throws IOException {
        try (KafLog log = open(folderWith("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|" + size + "\nhello"))) {
            assertThat(log.entries(0)).hasToString("[0:a]");
            assertThat(log.torn()).isPresent();
            assertThat(log.end()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a poem", "KAF_DB|v2|0", "KAF_DB|v1|x", "KAF_DB|v1|0 ", "KAF_DB | v1 | 0", "\nKAF_DB|v1|0"})
    void aFileOfSomethingElseIsLeftAlone(String text) throws IOException {
        Path folder = folderWith(text);
        assertThatThrownBy(() -> open(folder)).isInstanceOf(FormatException.class)
                .hasMessageContaining(data(folder) + ", byte 0");
        assertThat(text(folder)).isEqualTo(text);
        Files.delete(data(folder));
        open(folder).close();
    }

    @Test
    void archivingKeepsTheOldFileAndTheNumbers() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            for (String value : List.of("a", "b", "c")) {
                log.append(Event.of(value));
            }
            Path archive = log.archive(2);
            assertThat(archive).hasFileName("--orders--2026-03-02T08_15_00Z")
                    .hasContent("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb\nKAF_MSG|3|1\nc");
            assertThat(text(folder)).isEqualTo("KAF_DB|v1|2\nKAF_MSG|3|1\nc");
            log.deleteBefore(3);
            assertThat(folder.resolve("--orders--2026-03-02T08_15_00Z-1")).hasContent("KAF_DB|v1|2\nKAF_MSG|3|1\nc");
            assertThat(archive).as("two archives in one second")
                    .hasContent("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb\nKAF_MSG|3|1\nc");
            assertThat(log.append(Event.of("d"))).isEqualTo(3);
            assertThatThrownBy(() -> log.archive(9)).isInstanceOf(OffsetOutOfRangeException.class);
        }
        assertThat(KafLog.names(folder)).as("archives are not logs").containsExactly("orders");
    }

    @Test
    void aFileThatIsReplacedIsNoticedAndNothingAcknowledgedIsLost(@TempDir Path folder) throws IOException {
        KafLog log = open(folder);
        log.append(Event.of("tpyo"));
        log.append(Event.of("b"));
        String read = text(folder);
        log.append(Event.of("c arrives while the editor works"));
        replace(folder, read.replace("tpyo", "typo"));
        assertThat(log.append(Event.of("d"))).isEqualTo(3);
        String expected = "[0:typo, 1:b, 2:c arrives while the editor works, 3:d]";
        assertThat(log.entries(0)).hasToString(expected);
        log.close();
        try (KafLog again = open(folder)) {
            assertThat(again.entries(0)).hasToString(expected);
        }
    }

    private void replace(Path folder, String text) throws IOException {
        Path edited = Files.writeString(folder.resolve(".sed"), text);
        Files.move(edited, data(folder), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aFileThatIsReplacedJustBeforeTheEndIsNoticedToo() throws IOException {
        Path folder = folder();
        KafLog log = open(folder);
        log.append(Event.of("a"));
        log.append(Event.of("b"));
        replace(folder, "KAF_DB|v1|0\nKAF_MSG|1|1\nA");
        log.close();
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|1\nA\nKAF_MSG|2|1\nb");
    }

    @Test
    void aFileThatIsDeletedComesBackAndOneThatIsEditedInPlaceIsReadAgain() throws IOException {
        Path folder = folder();
        KafLog log = open(folder);
        log.append(Event.of("a"));
        Files.delete(data(folder));
        log.append(Event.of("b"));
        assertThat(text(folder)).isEqualTo("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb");
        Files.writeString(data(folder), "KAF_DB|v1|0\nKAF_MSG|1|3\nnew\n");
        assertThat(log.entries(0)).hasToString("[0:new]");
        assertThat(log.append(Event.of("c"))).as("number 2 was given already").isEqualTo(2);
        log.close();
    }

    @Test
    void aReplacementThatIsNotKafsStopsTheLogUntilItIsMended() throws IOException {
        Path folder = folder();
        KafLog log = open(folder);
        log.append(Event.of("a"));
        replace(folder, "oops");
        assertThatThrownBy(() -> log.append(Event.of("b"))).isInstanceOf(FormatException.class);
        replace(folder, "KAF_DB|v1|0");
        assertThat(log.append(Event.of("b"))).isEqualTo(1);
        assertThat(log.entries(0)).hasToString("[0:a, 1:b]");
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../up", "--orders", ".hidden", "a/b", "a\\b", "a\0b", "a\nb"})
    void aNameThatKafCouldNotHaveIsRefusedBeforeTheDiskIsTouched(String name) {
        Path folder = folder();
        assertThatThrownBy(() -> KafLog.open(folder, name, () -> NOW)).isInstanceOf(InvalidTopicException.class)
                .hasMessageContaining("the name of the log");
        assertThat(folder).doesNotExist();
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        Path folder = folder();
        assertThatThrownBy(() -> KafLog.open(folder, "é".repeat(101), () -> NOW))
                .isInstanceOf(InvalidTopicException.class);
        KafLog.open(folder, "é".repeat(100), () -> NOW).close();
        assertThat(KafLog.names(folder)).containsExactly("é".repeat(100));
    }

    @Test
    void oneDamagedLogDoesNotStopTheOthers() throws IOException {
        Path folder = folderWith("nonsense");
        Files.writeString(folder.resolve("good"), "KAF_DB|v1|0\nKAF_MSG|1|1\na");
        assertThat(KafLog.names(folder)).containsExactly("good", "orders");
        try (KafLog good = KafLog.open(folder, "good", () -> NOW)) {
            assertThat(good.entries(0)).hasToString("[0:a]");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndNothingIsWritten() throws IOException {
        Path folder = folder();
        try (KafLog log = open(folder)) {
            var large = new Event(Event.NO_TIMESTAMP, null, new byte[(5 << 20) + 1], List.of());
            assertThatThrownBy(() -> log.append(ListBatch.of(Event.of("a"), large)))
                    .isInstanceOf(UnsupportedEventException.class).hasMessageContaining("5242880");
            assertThat(text(folder)).isEqualTo("KAF_DB|v1|0");
            assertThat(log.append(Event.of("b"))).isZero();
        }
    }

    @Test
    void afterTheLastNumberThereIsNone() throws IOException {
        try (KafLog log = open(folderWith("KAF_DB|v1|4294967294"))) {
            assertThat(log.append(Event.of("the last"))).isEqualTo(4294967294L);
            assertThatThrownBy(() -> log.append(Event.of("one more"))).isInstanceOf(UnsupportedEventException.class);
        }
    }

    @Test
    void aCrashInTheMiddleOfAnArchiveLeavesTheLog() throws IOException {
        Path folder = folderWith("KAF_DB|v1|0\nKAF_MSG|1|1\na\nKAF_MSG|2|1\nb");
        Files.writeString(folder.resolve(".orders.part"), "KAF_DB|v1|1\nKAF_M");
        Files.writeString(folder.resolve(".orders.copy"), "KAF_DB|v1|0\nKAF_");
        try (KafLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:a, 1:b]");
            log.deleteBefore(1);
            assertThat(log.entries(1)).hasToString("[1:b]");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains("part") || name.contains("copy"))).isEmpty();
        }
    }
}
