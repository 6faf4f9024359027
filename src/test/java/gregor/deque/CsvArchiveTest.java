package gregor.deque;

import module java.base;

import static gregor.deque.RandomEntries.read;
import static gregor.exercise.Wording.messageWith;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvArchiveTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("new/folder/archive.csv");
    }
    private void write(Entry... entries) {
        CsvArchive.open(file).add(List.of(entries));
    }

    private static Entry entry(long offset, String value) {
        return new Entry(offset, Event.of(value));
    }

    @Test
    void writesOneLineAnEventBelowAHeader() throws IOException {
        Instant time = Instant.parse("2026-03-02T08:15:00.250Z");
        write(new Entry(12, Event.of("truck-17", "on time").at(time)), new Entry(13, new Event(time.toEpochMilli(),
                Utf8.bytes("truck-17"), new byte[]{-1, 0}, List.of(new Header("lang", Utf8.bytes("en"))))));
        assertThat(file).hasContent("""
                offset,timestamp,key,value,headers
                12,2026-03-02T08:15:00.250Z,truck-17,on time,[]
                13,2026-03-02T08:15:00.250Z,truck-17,base64:/wA=,"[[""lang"",""en""]]"
                """);
    }

    static Stream<byte[]> payloads() {
        return Stream.of(null, new byte[0], Utf8.bytes("plain"), Utf8.bytes(" leading and trailing "), Utf8.bytes("\t"),
                Utf8.bytes("a,b"), Utf8.bytes("\""), Utf8.bytes("\"quoted\""), Utf8.bytes("line\nline"),
                Utf8.bytes("\n"), Utf8.bytes("\r"), Utf8.bytes("a\r\nb"), Utf8.bytes("🚚 ünïcode"),
                Utf8.bytes("\uFEFFbom"), Utf8.bytes("\0"), Utf8.bytes("base64:AAAA"), Utf8.bytes("null"),
                Utf8.bytes("#"), Utf8.bytes("# no comment"), Utf8.bytes("\\"), Utf8.bytes("'"), Utf8.bytes(";"),
                Utf8.bytes("=1+1"), Utf8.bytes("[]"), Utf8.bytes("\u2028\u0085\u000B\f"),
                new byte[]{(byte) 0xED, (byte) 0xA0, (byte) 0x80}, "\uD83D".getBytes(UTF_16),
                new byte[]{-1, -2, 0, 10, 13, 34});
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyPayloadComesBackAsKeyAsValueAndInAHeader(byte[] payload) {
        var entries = new Entry[]{new Entry(0, new Event(Event.NO_TIMESTAMP, payload, null, List.of())),
                new Entry(1, new Event(0, null, payload, List.of())), new Entry(2, new Event(1, payload, payload,
                        List.of(new Header("a,\"\n", payload), new Header("", payload)))),};
        write(entries);
        assertThat(read(file)).containsExactly(entries);
    }

    @Test
    void timestampsComeBackToTheMillisecond() {
        long[] times = {0, 1, 999, 1_772_000_000_123L, 253_402_300_800_000L, Long.MAX_VALUE, Event.NO_TIMESTAMP};
        var entries = new Entry[times.length];
        Arrays.setAll(entries, i -> new Entry(i, new Event(times[i], null, null, List.of())));
        write(entries);
        assertThat(read(file)).containsExactly(entries);
    }

    /// Whoever edits a file may write a time in any way that ISO 8601 has.
    @Test
    void timesAreReadHoweverTheyAreWritten() throws IOException {
        Files.createDirectories(file.getParent());
        String[] times = {"2026-03-02T08:15:00.250Z", "2026-03-02T08:15:00Z", "2024-02-29T23:59:59.999Z",
                "2026-03-02T08:15:00.25Z", "2026-03-02T08:15:00.250123Z", "2026-03-02T08:15:00.250+01:00",
                "+12026-03-02T08:15:00.250Z"};
        for (String time : times) {
            Files.writeString(file, "offset,timestamp,key,value,headers\n0," + time + ",,a,[]\n");
            assertThat(read(file)).as(time).extracting(entry -> entry.event().timestamp())
                    .containsExactly(Instant.parse(time).toEpochMilli());
        }
        for (String time : new String[]{"2026-02-30T08:15:00.250Z", "2026-13-02T08:15:00.250Z",
                "2026-03-02T24:15:00.250Z", "2026-03-02T08:60:00.250Z", "2026-03-02 08:15:00.250Z",
                "2026-03-02T08:15:00.250z ", "2026-03-+2T08:15:00.250Z", "٢٠٢٦-03-02T08:15:00.250Z",
                "1969-12-31T23:59:59.999Z"}) {
            Files.writeString(file, "offset,timestamp,key,value,headers\n0," + time + ",,a,[]\n");
            assertThatThrownBy(() -> read(file)).as(time).isInstanceOf(ArchiveException.class)
                    .has(messageWith("line 2"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEventsComeBackEqual(long seed) {
        var random = new Random(seed);
        List<Entry> entries = RandomEntries.of(random, 0, 300);
        write(entries.toArray(Entry[]::new));
        assertThat(read(file)).as("seed %d", seed).isEqualTo(entries);
    }
    @Test
    void goesOnWhereItStopped() {
        write(entry(0, "a"), entry(1, "b"));
        CsvArchive archive = CsvArchive.open(file);
        assertThat(archive.end()).isEqualTo(2);
        archive.add(List.of(entry(4, "c")));
        assertThat(archive.end()).isEqualTo(5);
        assertThat(read(file)).hasToString("[0:a, 1:b, 4:c]");
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() {
        write(entry(0, "a"), entry(1, "b"));
        write(entry(1, "b"), entry(2, "c"));
        assertThat(read(file)).hasToString("[0:a, 1:b, 2:c]");
    }

    @Test
    void anotherLogsEventsAreRefusedInsteadOfLost() {
        write(entry(0, "a"), entry(1, "b"));
        assertThatThrownBy(() -> write(entry(1, "other"), entry(2, "c"))).isInstanceOf(ArchiveException.class)
                .has(messageWith("belongs to another log")).has(messageWith(file.toString()));
        assertThat(read(file)).hasToString("[0:a, 1:b]");
    }
    static Stream<Charset> encodings() {
        return Stream.of(UTF_16, ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void aWrongEncodingIsRefusedAndNamed(Charset encoding) throws IOException {
        write(entry(0, "é"), entry(1, "b"));
        Files.writeString(file, Files.readString(file), encoding);
        assertThatThrownBy(() -> read(file)).isInstanceOf(ArchiveException.class).has(messageWith("UTF-8"));
    }

    @Test
    void aSpoiledRowIsNamedByFileAndLine() throws IOException {
        write(entry(0, "a"), entry(1, "b"), entry(2, "c"));
        String good = Files.readString(file);
        for (String bad : List.of("1,,,b", "one,,,b,[]", "1,yesterday,,b,[]", "1,,,base64:?,[]", "1,,,b,[}")) {
            Files.writeString(file, good.replace("1,,,b,[]", bad));
            assertThatThrownBy(() -> read(file)).as(bad).isInstanceOf(ArchiveException.class)
                    .has(messageWith(file + ", about line 3"));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("archive.csv");
        assertThatThrownBy(() -> CsvArchive.open(blocked)).isInstanceOf(ArchiveException.class)
                .has(messageWith(blocked.toString())).has(messageWith("choose a file that can be written"));
        assertThatThrownBy(() -> read(folder.resolve("none.csv"))).isInstanceOf(ArchiveException.class)
                .has(messageWith("no such file"));
    }

    @Test
    void aWrongHeaderIsRefusedAndTheFileLeftAlone() throws IOException {
        Files.createDirectories(file.getParent());
        for (String text : List.of("name,age\nGregor,27\n", "a poem without an end")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                    .has(messageWith(file + ", line 1")).has(messageWith("offset,timestamp,key,value,headers"));
            assertThat(file).hasContent(text);
        }
    }

    @Test
    void aTornLastRowIsRefusedAndTheFileLeftAlone() throws IOException {
        write(entry(0, "a"), entry(1, "b"));
        String torn = Files.readString(file).replace("1,,,b,[]\n", "1,,,b,[");
        Files.writeString(file, torn);
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                .has(messageWith(file + ", about line 3"));
        assertThat(file).hasContent(torn);
    }
}
