package gregor.deque;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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

    static List<Entry> read(Path file) {
        try (Stream<Entry> entries = CsvArchive.entries(file)) {
            return entries.toList();
        }
    }

    private void write(Entry... entries) {
        try (CsvArchive archive = CsvArchive.open(file)) {
            archive.add(List.of(entries));
        }
    }

    private static Entry entry(long offset, String value) {
        return new Entry(offset, Event.of(value));
    }

    @Test
    void writesOneLineAnEventBelowAHeader() throws IOException {
        Instant time = Instant.parse("2026-03-02T08:15:00.250Z");
        write(new Entry(12, Event.of("truck-17", "on time").at(time)),
                new Entry(13, new Event(time.toEpochMilli(), Utf8.bytes("truck-17"), new byte[] {-1, 0},
                        List.of(new Header("lang", Utf8.bytes("en"))))));
        assertThat(file).hasContent("""
                offset,timestamp,key,value,headers
                12,2026-03-02T08:15:00.250Z,truck-17,on time,[]
                13,2026-03-02T08:15:00.250Z,truck-17,base64:/wA=,"[[""lang"",""en""]]"
                """);
    }

    static Stream<byte[]> payloads() {
        return Stream.of(null, new byte[0], Utf8.bytes("plain"), Utf8.bytes(" leading and trailing "), Utf8.bytes("\t"),
                Utf8.bytes("a,b"), Utf8.bytes("\""), Utf8.bytes("\"quoted\""), Utf8.bytes("line\nline"),
                Utf8.bytes("\n"),
                Utf8.bytes("\r"), Utf8.bytes("a\r\nb"), Utf8.bytes("🚚 ünïcode"), Utf8.bytes("\uFEFFbom"),
                Utf8.bytes("\0"),
                Utf8.bytes("base64:AAAA"), Utf8.bytes("null"), Utf8.bytes("#"), Utf8.bytes("# no comment"),
                Utf8.bytes("\\"),
                Utf8.bytes("'"), Utf8.bytes(";"), Utf8.bytes("=1+1"), Utf8.bytes("[]"),
                Utf8.bytes("\u2028\u0085\u000B\f"),
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, "\uD83D".getBytes(UTF_16),
                new byte[] {-1, -2, 0, 10, 13, 34});
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void everyPayloadComesBackAsKeyAsValueAndInAHeader(byte[] payload) {
        var entries = new Entry[] {
            new Entry(0, new Event(Event.NO_TIMESTAMP, payload, null, List.of())),
            new Entry(1, new Event(0, null, payload, List.of())),
            new Entry(2, new Event(1, payload, payload,
                    List.of(new Header("a,\"\n", payload), new Header("", payload)))),
        };
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
        for (String time : new String[] {"2026-02-30T08:15:00.250Z", "2026-13-02T08:15:00.250Z",
                "2026-03-02T24:15:00.250Z", "2026-03-02T08:60:00.250Z",
            "2026-03-02 08:15:00.250Z", "2026-03-02T08:15:00.250z ", "2026-03-+2T08:15:00.250Z",
            "٢٠٢٦-03-02T08:15:00.250Z", "1969-12-31T23:59:59.999Z"}) {
            Files.writeString(file, "offset,timestamp,key,value,headers\n0," + time + ",,a,[]\n");
            assertThatThrownBy(() -> read(file)).as(time).isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomEventsComeBackEqual(long seed) {
        var random = new Random(seed);
        List<Entry> entries = randomEntries(random, 0, 300);
        write(entries.toArray(Entry[]::new));
        assertThat(read(file)).as("seed %d", seed).isEqualTo(entries);
    }

    static List<Entry> randomEntries(Random random, long offset, int count) {
        String spice = ",\"\n\r\t '=🚚éab:64base0,";
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            byte[][] parts = new byte[4][];
            for (int part = 0; part < parts.length; part++) {
                var bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                var text = new StringBuilder();
                random.ints(random.nextInt(20), 0, spice.codePointCount(0, spice.length()))
                        .forEach(at -> text.appendCodePoint(spice.codePointAt(spice.offsetByCodePoints(0, at))));
                parts[part] = switch (random.nextInt(4)) {
                    case 0 -> null;
                    case 1 -> bytes;
                    default -> Utf8.bytes(text.toString());
                };
            }
            var headers = new ArrayList<Header>();
            for (int header = random.nextInt(3); header > 0; header--) {
                headers.add(new Header("h" + random.nextInt(2), parts[header]));
            }
            entries.add(new Entry(offset, new Event(random.nextLong(-1, 1L << 42), parts[0], parts[3], headers)));
            offset += 1 + random.nextInt(2);
        }
        return entries;
    }

    @Test
    void goesOnWhereItStopped() {
        write(entry(0, "a"), entry(1, "b"));
        try (CsvArchive archive = CsvArchive.open(file)) {
            assertThat(archive.end()).isEqualTo(2);
            archive.add(List.of(entry(4, "c")));
            assertThat(archive.end()).isEqualTo(5);
        }
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
                .hasMessageContaining("belongs to another log").hasMessageContaining(file.toString());
        assertThat(read(file)).hasToString("[0:a, 1:b]");
    }

    @Test
    void aTornLastRowIsSetAsideAtWhateverByteItWasCut() throws IOException {
        Path folder = Jimfs.newFileSystem(Configuration.unix()).getPath("/cuts");
        file = folder.resolve("whole.csv");
        List<Entry> entries = randomEntries(new Random(42), 0, 12);
        write(entries.toArray(Entry[]::new));
        byte[] whole = Files.readAllBytes(file);
        int cuts = 0;
        for (int length = 0; length < whole.length; length++) {
            Path cut = folder.resolve("cut-" + length + ".csv");
            Files.write(cut, Arrays.copyOf(whole, length));
            try (CsvArchive archive = CsvArchive.open(cut)) {
                List<Entry> left = read(cut);
                assertThat(left).as("cut at byte %d", length).isEqualTo(entries.subList(0, left.size()));
                assertThat(archive.end()).isEqualTo(left.isEmpty() ? 0 : left.getLast().offset() + 1);
                if (archive.torn().isPresent()) {
                    cuts++;
                    assertThat(Files.size(cut) + Files.size(archive.torn().get())).as("no byte is thrown away")
                            .isEqualTo(length);
                }
                archive.add(entries);
            }
            assertThat(Files.readAllBytes(cut)).as("cut at byte %d, and archived again", length).isEqualTo(whole);
        }
        assertThat(cuts).as("cuts that left a torn row").isGreaterThan(whole.length / 2);
    }

    /// The disk had the length of the file, and of its header not all bytes yet, or none.
    @Test
    void whatAPowerCutLeavesOfAHeaderIsABeginning() throws IOException {
        Files.createDirectories(file.getParent());
        int length = CsvArchive.HEADER.length();
        for (int from = 0; from < length; from++) {
            for (int to = from + 1; to <= length; to++) {
                Files.write(file, holed(CsvArchive.HEADER.getBytes(UTF_8), from, to));
                write(entry(0, "a"));
                assertThat(read(file)).as("zero from %d to %d", from, to).hasToString("[0:a]");
            }
        }
        byte[] zeros = new byte[length + 1];
        Files.write(file, zeros);
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("line 1");
        assertThat(file).hasBinaryContent(zeros);
    }

    private static byte[] holed(byte[] bytes, int from, int to) {
        byte[] holed = bytes.clone();
        Arrays.fill(holed, from, to, (byte) 0);
        return holed;
    }

    @Test
    void zerosThatBelongThereAreNoHole() throws IOException {
        write(new Entry(0, Event.of("\0", "a\0")), new Entry(1, Event.of("\0\0", "\0")));
        byte[] whole = Files.readAllBytes(file);
        write(new Entry(1, Event.of("\0\0", "\0")));
        assertThat(file).hasBinaryContent(whole);
    }

    /// What was added last, and not forced, has a hole: it reaches the last row, or good rows come after it. Nothing
    /// that was archived before is lost; what is archived again is there, or somebody is told.
    @Test
    void aHoleInTheLastRowsIsSetAsideOrNamed() throws IOException {
        List<Entry> entries = randomEntries(new Random(5), 0, 9);
        write(entries.subList(0, 5).toArray(Entry[]::new));
        int forced = (int) Files.size(file);
        write(entries.toArray(Entry[]::new));
        byte[] whole = Files.readAllBytes(file);
        int mended = 0;
        int named = 0;
        for (int from = forced; from < whole.length; from++) {
            for (int to : new int[] {from + 1, (from + whole.length + 1) / 2, whole.length - 1, whole.length}) {
                Files.write(file, holed(whole, from, Math.max(from + 1, to)));
                try {
                    write(entries.toArray(Entry[]::new));
                    assertThat(read(file)).as("zero from %d to %d", from, to).isEqualTo(entries);
                    mended++;
                } catch (ArchiveException e) {
                    assertThat(e).hasMessageContaining(file.toString());
                    assertThat(to).as("a hole to the end needs nobody").isLessThan(whole.length);
                    named++;
                }
                assertThat(Files.readAllBytes(file)).startsWith(Arrays.copyOf(whole, forced));
            }
        }
        assertThat(mended).isGreaterThan(2 * (whole.length - forced));
        assertThat(named).isPositive();
    }

    @Test
    void aSecondTornRowDoesNotOverwriteTheFirst() throws IOException {
        for (String torn : List.of("1,20", "1,2026")) {
            Files.deleteIfExists(file);
            write(entry(0, "a"));
            Files.writeString(file, Files.readString(file) + torn);
            write();
        }
        assertThat(file.resolveSibling("archive.csv.torn")).hasContent("1,20");
        assertThat(file.resolveSibling("archive.csv.torn-1")).hasContent("1,2026");
    }

    @Test
    void anEditorsTracesAreForgiven() throws IOException {
        write(entry(0, "a"), entry(1, "b"));
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n").strip());
        write(entry(2, "c"));
        Files.writeString(file, Files.readString(file) + "\n\n");
        write(entry(3, "d"));
        assertThat(read(file)).hasToString("[0:a, 1:b, 2:c, 3:d]");
    }

    @Test
    void aWrongHeaderIsRefusedAndTheFileLeftAlone() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "name,age\nGregor,27\n");
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining(file + ", line 1").hasMessageContaining("offset,timestamp,key,value,headers");
        assertThatThrownBy(() -> read(file)).isInstanceOf(ArchiveException.class).hasMessageContaining("line 1");
        Files.writeString(file, "a poem without an end");
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class);
        assertThat(file).hasContent("a poem without an end");
    }

    static Stream<Charset> encodings() {
        return Stream.of(UTF_16, ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void aWrongEncodingIsRefusedAndNamed(Charset encoding) throws IOException {
        write(entry(0, "é"), entry(1, "b"));
        Files.writeString(file, Files.readString(file), encoding);
        assertThatThrownBy(() -> read(file)).isInstanceOf(ArchiveException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void aSpoiledRowIsNamedByFileAndLine() throws IOException {
        write(entry(0, "a"), entry(1, "b"), entry(2, "c"));
        String good = Files.readString(file);
        for (String bad : List.of("1,,,b", "one,,,b,[]", "1,yesterday,,b,[]", "1,,,base64:?,[]", "1,,,b,[}")) {
            Files.writeString(file, good.replace("1,,,b,[]", bad));
            assertThatThrownBy(() -> read(file)).as(bad).isInstanceOf(ArchiveException.class)
                    .hasMessageContaining(file + ", about line 3");
        }
    }

    @Test
    void aQuoteThatIsNeverClosedIsNotTakenForATornTail() throws IOException {
        write(entry(0, "a"), entry(1, "b"), entry(2, "c"));
        String spoiled = Files.readString(file).replace("0,,,a", "0,,,\"a");
        Files.writeString(file, spoiled);
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("a quote is opened and never closed");
        assertThat(file).hasContent(spoiled);
    }

    @Test
    void aFileThatIsOpenCannotBeOpenedAgain() {
        CsvArchive archive = CsvArchive.open(file);
        assertThatThrownBy(() -> CsvArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("open for writing already");
        archive.close();
        CsvArchive.open(file).close();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("archive.csv");
        assertThatThrownBy(() -> CsvArchive.open(blocked)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining(blocked.toString()).hasMessageContaining("choose a file that can be written");
        assertThatThrownBy(() -> read(folder.resolve("none.csv"))).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no such file");
    }
}
