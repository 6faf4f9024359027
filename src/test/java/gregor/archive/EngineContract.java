package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.ArchiveException;
import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Sample;
import gregor.list.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever is asked: the answers are those of plain loops over the events, and a file that is no archive is named.
abstract class EngineContract {
    static final String HEADER = "offset,timestamp,key,value,headers\n";

    @TempDir
    Path folder;

    abstract ArchiveQuery engine();

    /// Writes partitions into an archive and asks both the engine and plain loops.
    private ArchiveSummary same(Map<Integer, List<Entry>> partitions) {
        partitions.forEach((partition, entries) -> {
            try (DurableArchive archive = DurableArchive.open(folder.resolve("events").resolve(partition + ".csv"))) {
                archive.add(entries);
            }
        });
        ArchivedTopic topic = Archive.at(folder).topic("events");
        ArchiveSummary answers = engine().answer(topic);
        assertThat(answers).usingRecursiveComparison().isEqualTo(new Counted(partitions).answer(topic));
        return answers;
    }

    @Test
    void theDeliveriesOfFourWeeks() {
        var entries = new ArrayList<Entry>();
        Sample.deliveries().forEach(event -> entries.add(new Entry(entries.size(), event)));
        ArchiveSummary answers = same(Map.of(0, entries));
        assertThat(answers.extent().events()).isEqualTo(19_133);
        assertThat(answers.keys().distinct()).isEqualTo(60);
        assertThat(answers.statuses()).extracting(ArchiveSummary.Count::name).containsExactly("ontime", "late",
                "failed");
        assertThat(answers.order().lateArrivals()).isGreaterThan(100);
    }

    @Test
    void theParcelsInThreePartitionsWithGaps() {
        var partitions = new TreeMap<Integer, List<Entry>>();
        for (Event event : Sample.shipping()) {
            List<Entry> entries = partitions.computeIfAbsent(Math.floorMod(new String(event.key()).hashCode(), 3),
                    absent -> new ArrayList<>());
            long offset = entries.isEmpty() ? 100 : entries.getLast().offset() + (entries.size() % 500 == 0 ? 7 : 1);
            entries.add(new Entry(offset, event));
        }
        ArchiveSummary answers = same(partitions);
        assertThat(answers.order().gaps()).hasSize(ArchiveSummary.MAX_ROWS).allMatch(gap -> gap.missing() == 6);
        assertThat(answers.statuses()).extracting(ArchiveSummary.Count::name).contains("packed", "shipped", "arrived",
                "lost");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anythingThatAnEventMayHold(long seed) {
        var random = new Random(seed);
        var partitions = new TreeMap<Integer, List<Entry>>();
        for (int partition = 0; partition < 3; partition++) {
            partitions.put(partition * 5, randomEntries(random, 300));
        }
        same(partitions);
    }

    private static List<Entry> randomEntries(Random random, int count) {
        var entries = new ArrayList<Entry>();
        long offset = random.nextLong(1L << 40);
        for (int i = 0; i < count; i++) {
            var headers = new ArrayList<Header>();
            for (int header = random.nextInt(3); header > 0; header--) {
                headers.add(new Header(random.nextBoolean() ? "a \"'[é," : "", payload(random)));
            }
            long time = switch (random.nextInt(20)) {
                case 0 -> Event.NO_TIMESTAMP;
                case 1 -> random.nextLong(1L << 45, 1L << 49);
                case 2 -> random.nextLong(10_000_000) * 1000;
                default -> 1_772_000_000_000L + random.nextInt(400_000_000);
            };
            entries.add(new Entry(offset, new Event(time, payload(random), payload(random), headers)));
            offset += 1 + (random.nextInt(9) == 0 ? random.nextInt(5) : 0);
        }
        return entries;
    }

    private static byte[] payload(Random random) {
        String[] texts = {"", " ", "NA", "null", "007", "base64:", "base64:x--y--z", "a--late--b", "--", "----",
                "a---b", "x--é🚚--", "\n", "\r\n", "\"", "'", ",", "a,\"b\"\nc", " padded ", "\ufffd", "🚚", "\uff21",
                "1e5", "true", "#comment", "\t", "\\", "{}", "<b>"};
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> {
                var bytes = new byte[random.nextInt(4)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 2 -> Utf8.bytes("k" + random.nextInt(100));
            case 3 -> Utf8.bytes("a--" + random.nextInt(40) + "--b");
            default -> Utf8.bytes(texts[random.nextInt(texts.length)]);
        };
    }

    @Test
    void anArchiveWithoutEvents() {
        ArchiveSummary answers = same(Map.of(0, List.of()));
        assertThat(answers.extent().from()).isNull();
    }

    @Test
    void oneEventAndNoneThatHasATime() {
        same(Map.of(0, List.of(new Entry(3, Event.of("a"))), 1, List.of()));
    }

    @Test
    void eventsAreOldAndYoung() {
        ArchiveSummary answers = same(Map.of(0,
                List.of(new Entry(0, new Event(0, null, null, List.of())),
                        new Entry(1, new Event(253_402_300_799_999L, null, null, List.of())),
                        new Entry(2, new Event(253_402_300_800_000L, null, null, List.of())),
                        new Entry(3, new Event(Long.MAX_VALUE, null, null, List.of())),
                        new Entry(4, new Event(1, null, null, List.of())))));
        assertThat(answers.extent().to()).isEqualTo(LocalDateTime.parse("9999-12-31T23:59:59.999"));
        assertThat(answers.extent().untimed()).isEqualTo(2);
    }

    @Test
    void aValueOfThreeMegabytes() {
        same(Map.of(0, List.of(new Entry(0, Event.of("k", "x".repeat(3_000_000))),
                new Entry(1, new Event(5, null, new byte[3_000_000], List.of())))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "columns missing       | offset,key,value\\n0,a,b\\n                                 | line 1: the header is not that of an archive",
            "another delimiter     | offset;timestamp;key;value;headers\\n0;;a;b;[]\\n            | line 1: the header is not that of an archive",
            "nothing               | `` | line 1: the header is not that of an archive",
            "a row cut short       | HEADER0,,a,b,[]\\n1,,a\\n                                    | about line 3",
            "a cell too many       | HEADER0,,a,b,[]\\n1,,a,b,c,[]\\n                             | about line 3",
            "no number             | HEADER0,,a,b,[]\\nzero,,a,b,[]\\n                            | about line 3",
            "no time               | HEADER0,,a,b,[]\\n1,yesterday,a,b,[]\\n                      | about line 3",
            "another form of time  | HEADER0,,a,b,[]\\n1,2026-03-02 12:00:00,a,b,[]\\n            | about line 3",
            "no such day           | HEADER0,,a,b,[]\\n1,2026-02-30T12:00:00.000Z,a,b,[]\\n       | about line 3",
            "no base64             | HEADER0,,a,b,[]\\n1,,a,base64:!,[]\\n                        | about line 3",
            "no headers            | HEADER0,,a,b,[]\\n1,,a,b,\\n                                 | about line 3",
            "headers that are none | HEADER0,,a,b,[]\\n1,,a,b,{}\\n                               | about line 3",
            "an offset twice       | HEADER0,,a,b,[]\\n0,,a,b,[]\\n                               | offset 0 comes after offset 0",
            "rows out of order     | HEADER5,,a,b,[]\\n6,,a,b,[]\\n2,,a,b,[]\\n                   | offset 2 comes after offset 6",})
    void anEditedFileIsNamed(String what, String text, String says) throws IOException {
        Path file = Files.createDirectories(folder.resolve("events")).resolve("0.csv");
        Files.writeString(file, text == null ? "" : text.replace("HEADER", HEADER).replace("\\n", "\n"));
        ArchivedTopic topic = Archive.at(folder).topic("events");
        assertThatThrownBy(() -> engine().answer(topic)).as(what).isInstanceOf(ArchiveException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining(says);
    }

    @Test
    void aFileThatIsNotUtf8IsNamed() throws IOException {
        Path file = Files.createDirectories(folder.resolve("events")).resolve("0.csv");
        byte[] bytes = (HEADER + "0,,a,b,[]\n1,,M?nchen,b,[]\n").getBytes();
        bytes[new String(bytes).indexOf('?')] = (byte) 0xfc;
        Files.write(file, bytes);
        assertThatThrownBy(() -> engine().answer(Archive.at(folder).topic("events")))
                .isInstanceOf(ArchiveException.class).hasMessageContaining(file.toString())
                .hasMessageContaining("UTF-8");
    }

    @Test
    void theFolderMayHaveAnyName() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("it's [a]*? b"));
        try (DurableArchive archive = DurableArchive.open(odd.resolve("t/0.csv"))) {
            archive.add(List.of(new Entry(0, Event.of("a"))));
        }
        assertThat(engine().answer(Archive.at(odd).topic("t")).extent().events()).isEqualTo(1);
    }
}
