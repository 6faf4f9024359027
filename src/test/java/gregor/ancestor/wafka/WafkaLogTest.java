package gregor.ancestor.wafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.FormatContract;
import gregor.ancestor.TornTail;
import gregor.file.FormatException;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WafkaLogTest extends FormatContract {
    private static final Instant TIME = Instant.parse("2026-03-02T00:03:11.482Z");

    @Override
    public WafkaLog open(Path folder) {
        return WafkaLog.open(folder, "deliveries", 1);
    }

    @Override
    public Path data(Path folder) {
        return folder.resolve("deliveries-1.txt");
    }

    @Override
    public Optional<TornTail> torn(Log log) {
        return ((WafkaLog) log).torn();
    }

    private Path folderWith(String text) throws IOException {
        Path folder = folder();
        Files.createDirectories(folder);
        Files.writeString(data(folder), text);
        return folder;
    }

    @Test
    void writesALineOfJsonAnEvent() throws IOException {
        Path folder = folder();
        try (WafkaLog log = open(folder)) {
            log.append(ListBatch.of(Event.of("truck--ontime").at(TIME), Event.of("line\nline")));
            log.append(new Event(TIME.toEpochMilli(), Utf8.bytes("truck-17"), new byte[]{-1, 0},
                    List.of(new Header("lang", Utf8.bytes("en")))));
        }
        assertThat(data(folder)).hasContent(
                """
                        {"event_id":1,"topic_name":"deliveries","timestamp":"2026-03-02T00:03:11.482Z","message":"truck--ontime"}
                        {"event_id":2,"topic_name":"deliveries","timestamp":null,"message":"line\\nline"}
                        {"event_id":3,"topic_name":"deliveries","timestamp":"2026-03-02T00:03:11.482Z","message":null,\
                        "gregor":{"key":"truck-17","headers":[["lang","en"]],"value":"base64:/wA="}}
                        """);
    }

    @Test
    void theDocumentsOwnEventIsRead() throws IOException {
        try (WafkaLog log = open(folderWith(
                """
                        {"event_id": 1, "topic_name": "deliveries", "timestamp": "2026-03-02", "message": "truck--ontime--australia-melbourne-1021"}
                        """))) {
            assertThat(log.entries(0)).hasToString("[0:truck--ontime--australia-melbourne-1021]");
            Event event = log.entries(0).getFirst().event();
            assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z").toEpochMilli());
            assertThat(event.headers()).isEmpty();
        }
    }

    @Test
    void nothingThatAnotherProgramWroteIsLost() throws IOException {
        Path folder = folderWith(
                """
                        {"event_id":"a-17","topic_name":"parcels","timestamp":"yesterday","message":{"kind":"truck"},"source":"web","retries":2}
                        """);
        String headers = "[event_id=a-17, topic_name=parcels, timestamp=yesterday, source=web, retries=2]";
        try (WafkaLog log = open(folder)) {
            Event event = log.entries(0).getFirst().event();
            assertThat(event.text()).isEqualTo("{\"kind\":\"truck\"}");
            assertThat(event.headers()).hasToString(headers);
            log.append(Event.of("second"));
            log.replace(1, List.of(ListBatch.of(event)));
        }
        try (WafkaLog log = open(folder)) {
            assertThat(log.entries(0).getFirst().event().headers()).as("also when it was rewritten")
                    .hasToString(headers);
            assertThat(log.entries(0)).hasToString("[0:{\"kind\":\"truck\"}, 1:second]");
        }
        assertThat(Files.readString(data(folder))).contains("\"event_id\":\"a-17\"");
    }

    @Test
    void anIdThatAnEventBringsIsItsId() throws IOException {
        Path folder = folder();
        try (WafkaLog log = open(folder)) {
            log.append(Event.of("a").with("event_id", "4711"));
            log.append(Event.of("b"));
            assertThat(log.entries(0).getFirst().event().headers()).hasToString("[event_id=4711]");
        }
        assertThat(Files.readString(data(folder))).startsWith("{\"event_id\":4711,").contains("{\"event_id\":2,");
    }

    @ParameterizedTest
    @CsvSource({"2026-03-02,2026-03-02T00:00:00Z", "2026-03-02T08:15:00Z,2026-03-02T08:15:00Z",
            "2026-03-02T08:15,2026-03-02T08:15:00Z", "2026-03-02T08:15:00.250+02:00,2026-03-02T06:15:00.250Z",
            "1970-01-01,1970-01-01T00:00:00Z"})
    void timestampsAreIso8601(String text, Instant expected) {
        assertThat(WafkaTime.millis(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1969-12-31", "2026-13-01", "1772439300", "2026-03-02T25:00:00Z", "T"})
    void whatIsNoTimeIsNoTimestamp(String text) {
        assertThat(WafkaTime.millis(text)).isEqualTo(Event.NO_TIMESTAMP);
    }

    @Test
    void timestampsComeBackToTheMillisecond() {
        for (long millis : new long[]{0, 1, 999, TIME.toEpochMilli(), 253_402_300_800_000L, Long.MAX_VALUE}) {
            assertThat(WafkaTime.millis(WafkaTime.text(millis))).isEqualTo(millis);
        }
    }

    @Test
    void aHandThatEditedIsForgiven() throws IOException {
        Path folder = folderWith("{\"message\":\"a\"}\n\n\r\n{\"message\":\"b\"}\r\n{\"message\":\"c\"}");
        try (WafkaLog log = open(folder)) {
            assertThat(log.torn()).isEmpty();
            assertThat(log.append(Event.of("d"))).isEqualTo(3);
        }
        try (WafkaLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:a, 1:b, 2:c, 3:d]");
        }
    }

    @Test
    void anEditWhileTheLogIsOpenIsReadAtOnceAndWhatIsNoEventIsReported() throws IOException {
        Path folder = folderWith("{\"message\":\"a\"}\n");
        try (WafkaLog log = open(folder)) {
            var reports = new ArrayList<String>();
            log.onDamage(part -> reports.add(part.toString()));
            Files.writeString(data(folder), "{\"message\":\"edited\"}\n{\"message\":\"b\"}\n");
            assertThat(log.entries(0)).hasToString("[0:edited, 1:b]");
            assertThat(reports).isEmpty();
            Files.writeString(data(folder), "{\"message\":\"edited\"}\nnot an event\n");
            assertThat(log.entries(0)).hasToString("[0:edited]");
            assertThat(reports).singleElement().asString().contains("deliveries-1.txt: no complete record at byte 21");
            assertThat(log.append(Event.of("c"))).as("offset 1 was given").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":\"b\"", "{\"message\":\"b\"} x", "[1]", "{\"text\":\"b\"}",
            "{\"message\":\"b\",\"gregor\":{\"headers\":[[1]]}}",
            "{\"message\":\"b\",\"gregor\":{\"value\":\"base64:?\"}}",
            "{\"message\":\"b\",\"gregor\":{\"offset\":-4}}"})
    void aLineThatIsNoEventIsSetAsideAndTheNextOnesKeepTheirOffsets(String line) throws IOException {
        Path folder = folderWith("{\"message\":\"a\"}\n" + line + "\n{\"message\":\"c\"}\n");
        try (WafkaLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:a, 2:c]");
            assertThat(log.torn()).get().asString().startsWith("deliveries-1.txt: no complete record at byte 16");
            assertThat(folder.resolve("deliveries-1.txt.torn")).content().isEqualTo(line + "\n");
            assertThat(log.append(Event.of("d"))).isEqualTo(3);
        }
        try (WafkaLog log = open(folder)) {
            assertThat(log.torn()).as("the file is whole again").isEmpty();
            assertThat(log.entries(0)).hasToString("[0:a, 2:c, 3:d]");
        }
    }

    @Test
    void afterZerosOfAPowerFailureNoLineIsTrusted() throws IOException {
        try (WafkaLog log = open(folderWith("{\"message\":\"a\"}\n\0\0\0\0\n{\"message\":\"c\"}\n"))) {
            assertThat(log.entries(0)).hasToString("[0:a]");
            assertThat(log.append(Event.of("d"))).as("offsets 1 and 2 may have been given").isEqualTo(3);
        }
    }

    /// Eleven edits while the log is open, in place and by a new file, as two kinds of editors do: what the file
    /// becomes (`<a>` is an event), what is read then, and what is set aside.
    @ParameterizedTest
    @CsvSource(delimiterString = " => ", ignoreLeadingAndTrailingWhitespace = false,
            value = {"<A>~<b>~ => 0:A, 1:b => ", "<a>~<b>~<c>~ => 0:a, 1:b, 2:c => ",
                    "<a>~<b>~<c> => 0:a, 1:b, 2:c => ", "~<a>~~~<b>~~ => 0:a, 1:b => ", "<a>^~^~<b>^~ => 0:a, 1:b => ",
                    "<b>~<a>~ => 0:b, 1:a => ", "<a>~<b>~oops~ => 0:a, 1:b => oops~", "<a>~<b>~<c => 0:a, 1:b => <c",
                    "<a>~oops~<c>~<d>~ => 0:a, 2:c, 3:d => oops~", "<a>~<b> <c>~<d>~ => 0:a, 2:d => <b> <c>~",
                    "<a>~one~~two~<d>~ => 0:a, 3:d => one~~two~"})
    void anEditKeepsWhatParsesAndSetsTheRestAside(String edit, String kept, String aside) throws IOException {
        for (boolean inPlace : new boolean[]{true, false}) {
            Path folder = folder();
            try (WafkaLog log = open(folder)) {
                log.append(ListBatch.of(Event.of("a"), Event.of("b")));
                Path written = Files.writeString(inPlace ? data(folder) : folder.resolve("new"), lines(edit));
                Files.move(written, data(folder), StandardCopyOption.REPLACE_EXISTING);
                assertThat(log.entries(0)).hasToString("[" + kept + "]");
                long end = log.end();
                assertThat(log.append(Event.of("next"))).as("no offset is used twice").isEqualTo(end);
                Path torn = folder.resolve("deliveries-1.txt.torn");
                assertThat(Files.exists(torn) ? Files.readString(torn) : null)
                        .isEqualTo(aside == null ? null : lines(aside));
                assertThat(log.torn().isPresent()).as("it is reported at once").isEqualTo(aside != null);
            }
            try (WafkaLog log = open(folder)) {
                assertThat(log.entries(0)).asString().startsWith("[" + kept).endsWith(":next]");
                assertThat(log.torn()).as("the file is whole again").isEmpty();
            }
        }
    }

    private static String lines(String edit) {
        return edit.replace("<", "{\"message\":\"").replace(">", "\"}").replace('~', '\n').replace('^', '\r');
    }

    @Test
    void anOffsetAfterAGapIsSaidInTheLine() throws IOException {
        Path folder = folder();
        try (WafkaLog log = open(folder)) {
            for (String value : List.of("a", "b", "c", "d")) {
                log.append(Event.of(value));
            }
            log.deleteBefore(1);
            log.replace(3, List.of());
        }
        assertThat(data(folder)).hasContent("""
                {"gregor":{"start":1}}
                {"event_id":4,"topic_name":"deliveries","timestamp":null,"message":"d","gregor":{"offset":3}}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a poem", "name,age\nGregor,27\n", "[]\n", "{oops}\n"})
    void aFileOfSomethingElseIsLeftAlone(String text) throws IOException {
        Path folder = folderWith(text);
        assertThatThrownBy(() -> open(folder)).isInstanceOf(FormatException.class)
                .hasMessageContaining(data(folder) + ", byte 0");
        assertThat(Files.readString(data(folder))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up", ".hidden", "a/b", "a b", "é"})
    void aTopicThatCannotNameAFileIsRefusedBeforeTheDiskIsTouched(String topic) {
        Path folder = folder();
        assertThatThrownBy(() -> WafkaLog.open(folder, topic, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).doesNotExist();
    }

    @Test
    void theFileOfTwoBrokersAreTwoLogs() {
        Path folder = folder();
        try (WafkaLog one = WafkaLog.open(folder, "deliveries", 1);
                WafkaLog two = WafkaLog.open(folder, "deliveries", 2)) {
            one.append(Event.of("a"));
            assertThat(two.end()).isZero();
        }
        assertThat(folder.resolve("deliveries-2.txt")).isEmptyFile();
    }
}
