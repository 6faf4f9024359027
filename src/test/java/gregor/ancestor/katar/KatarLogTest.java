package gregor.ancestor.katar;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.FormatContract;
import gregor.ancestor.TornTail;
import gregor.file.FormatException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KatarLogTest extends FormatContract {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Override
    public KatarLog open(Path folder) {
        return KatarLog.open(folder, "deliveries", KatarLog.SEGMENT_BYTES, KatarLog.INDEX_GAP_BYTES);
    }

    @Override
    public Path data(Path folder) {
        return folder.resolve("deliveries/0.katar");
    }

    @Override
    public Optional<TornTail> torn(Log log) {
        return ((KatarLog) log).torn();
    }

    /// Segments of 300 bytes and index entries every 100, so that a few events have many of both.
    static KatarLog small(Path folder) {
        return KatarLog.open(folder, "deliveries", 300, 100);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("deliveries"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void fill(KatarLog log, int events) {
        for (int i = 0; i < events; i++) {
            log.append(Event.of("event " + log.end()).at(NOON.plusSeconds(60 * log.end())));
        }
    }

    private static byte[] framed(String... messages) {
        ByteBuffer bytes = ByteBuffer.allocate(10_000);
        for (String message : messages) {
            bytes.putInt(Utf8.bytes(message).length).put(Utf8.bytes(message));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void writesKatarsOwnRecords() throws IOException {
        Path folder = folder();
        try (KatarLog log = open(folder)) {
            log.append(Event.of("hi").at(NOON));
            log.append(Event.of("truck-17", "é").at(NOON.plusMillis(250)));
            log.append(Event.of("no time"));
        }
        assertThat(data(folder)).hasBinaryContent(framed(
                "{\"base_offset\": 0, \"offset\": 0, \"timestamp\": 1772452800, \"payload\": \"hi\"}",
                "{\"base_offset\": 0, \"offset\": 1, \"timestamp\": 1772452800, \"payload\": \"\\u00e9\", \"gregor\": {\"key\": \"truck-17\", \"timestamp\": 1772452800250}}",
                "{\"base_offset\": 0, \"offset\": 2, \"timestamp\": null, \"payload\": \"no time\"}"));
        assertThat(names(folder)).containsExactly("0.index", "0.katar", "0.timeindex");
    }

    @Test
    void readsWhatKatarWrote() throws IOException {
        Path folder = folder();
        Files.createDirectories(folder.resolve("deliveries"));
        Files.write(data(folder), framed(
                "{\"base_offset\": 0, \"offset\": 0, \"timestamp\": 1772452800, \"payload\": \"hi\"}",
                "{\"base_offset\": 0, \"offset\": 1, \"timestamp\": 1772452801.5, \"payload\": {\"kind\": \"truck\"}}"));
        Files.write(folder.resolve("deliveries/2.katar"),
                framed("{\"base_offset\": 2, \"offset\": 0, \"timestamp\": 1772452802, \"payload\": \"ho\"}"));
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:hi, 1:{\"kind\":\"truck\"}, 2:ho]");
            assertThat(log.entries(0).getFirst().event().timestamp()).isEqualTo(NOON.toEpochMilli());
            assertThat(log.append(Event.of("next"))).isEqualTo(3);
        }
    }

    @Test
    void anIndexEntryIsFourBytesOfRelativeOffsetAndFourOfPosition() throws IOException {
        Path folder = folder();
        try (KatarLog log = open(folder)) {
            fill(log, 40);
            assertThat(log.entries(39)).hasToString("[39:event 39]");
        }
        ByteBuffer index = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("deliveries/0.index")));
        ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(data(folder)));
        assertThat(index.capacity()).isGreaterThanOrEqualTo(16);
        for (int end = 0; index.hasRemaining();) {
            int offset = index.getInt();
            int place = index.getInt();
            byte[] json = new byte[records.getInt(place)];
            records.get(place + 4, json);
            assertThat(new String(json)).contains("\"offset\": " + (offset - 1) + ",");
            assertThat(place - end).as("the record that exceeds 1,024 bytes").isBetween(1021 - json.length, 1024);
            end = place + 4 + json.length;
        }
    }

    @Test
    void aFullSegmentClosesAndTheNextIsNamedByItsFirstOffset() throws IOException {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 10);
            assertThat(names(folder)).contains("0.katar", "4.katar", "8.katar", "8.index", "8.timeindex");
            assertThat(log.entries(0)).hasSize(10);
            assertThat(log.entries(7)).hasToString("[7:event 7, 8:event 8, 9:event 9]");
        }
        assertThat(Files.readString(folder.resolve("deliveries/4.katar")))
                .contains("{\"base_offset\": 4, \"offset\": 1,");
    }

    @Test
    void forgettingDeletesWholeSegmentsAndRemembersTheRest() throws IOException {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 20);
            log.deleteBefore(10);
            assertThat(names(folder)).doesNotContain("4.katar", "4.index", "4.timeindex").contains("8.katar");
        }
        try (KatarLog log = small(folder)) {
            assertThat(log.start()).isEqualTo(10);
            assertThat(log.entries(10)).hasSize(10);
        }
    }

    @Test
    void findsTheFirstEventSinceATime() {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 50);
            log.append(Event.of("late").at(NOON.plusSeconds(60)));
            for (int i = 0; i < 50; i++) {
                assertThat(log.offsetFor(NOON.plusSeconds(60 * i))).hasValue(i);
                assertThat(log.offsetFor(NOON.plusSeconds(60 * i).plusMillis(1)))
                        .isEqualTo(i == 49 ? OptionalLong.empty() : OptionalLong.of(i + 1));
            }
            assertThat(log.offsetFor(Instant.EPOCH)).hasValue(0);
            log.deleteBefore(20);
            assertThat(log.offsetFor(Instant.EPOCH)).hasValue(20);
            assertThat(log.offsetFor(NOON.plusSeconds(180_000))).as("no event is that late").isEmpty();
        }
    }

    @Test
    void theIndexesAreMadeAgainWhenTheyAreGone() throws IOException {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 30);
        }
        byte[] right = Files.readAllBytes(folder.resolve("deliveries/8.index"));
        assertThat(right).isNotEmpty();
        for (String name : names(folder)) {
            if (name.endsWith("index")) {
                Files.delete(folder.resolve("deliveries").resolve(name));
            }
        }
        try (KatarLog log = small(folder)) {
            assertThat(log.entries(0)).hasSize(30);
        }
        assertThat(folder.resolve("deliveries/8.index")).hasBinaryContent(right);
    }

    @Test
    void anIndexThatLiesDoesNoHarm() throws IOException {
        Path folder = folder();
        try (KatarLog log = KatarLog.open(folder, "deliveries", 10_000, 100)) {
            fill(log, 30);
        }
        Path index = folder.resolve("deliveries/0.index");
        byte[] right = Files.readAllBytes(index);
        assertThat(right).hasSizeGreaterThan(80);
        for (int bit = 0; bit < 8 * right.length; bit++) {
            byte[] lie = right.clone();
            lie[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(index, lie);
            try (KatarLog log = KatarLog.open(folder, "deliveries", 10_000, 100)) {
                for (int offset = 0; offset < 30; offset++) {
                    assertThat(log.entries(offset)).as("bit %d, from %d", bit, offset).hasSize(30 - offset);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".katar", ".index", ".timeindex"})
    void whicheverFileOfTheLastSegmentIsCutTheOthersAreWholeAndNoOffsetIsGivenTwice(String suffix) throws IOException {
        Path whole = folder();
        try (KatarLog log = small(whole)) {
            fill(log, 11);
        }
        byte[] bytes = Files.readAllBytes(whole.resolve("deliveries/8" + suffix));
        for (int length = 0; length <= bytes.length; length++) {
            Path folder = folder();
            Files.createDirectories(folder.resolve("deliveries"));
            for (String name : names(whole)) {
                Files.copy(whole.resolve("deliveries").resolve(name), folder.resolve("deliveries").resolve(name));
            }
            Files.write(folder.resolve("deliveries/8" + suffix), Arrays.copyOf(bytes, length));
            long offset;
            int left;
            try (KatarLog log = small(folder)) {
                left = log.entries(0).size();
                assertThat(left).as("%s cut at byte %d", suffix, length).isBetween(suffix.equals(".katar") ? 8 : 11,
                        11);
                assertThat(log.entries(0).getLast()).hasToString((left - 1) + ":event " + (left - 1));
                offset = log.append(Event.of("new"));
                assertThat(offset).isGreaterThanOrEqualTo(log.torn().isPresent() ? left + 1 : left);
            }
            try (KatarLog log = small(folder)) {
                assertThat(log.torn()).isEmpty();
                assertThat(log.entries(0)).hasSize(left + 1);
                assertThat(log.entries(0).getLast()).hasToString(offset + ":new");
            }
        }
    }

    @Test
    void damageInAnOldSegmentIsNamedAndEverythingElseCanBeRead() throws IOException {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 20);
        }
        Path old = folder.resolve("deliveries/4.katar");
        byte[] bytes = Files.readAllBytes(old);
        bytes[90] = 0;
        Files.write(old, bytes);
        try (KatarLog log = small(folder)) {
            assertThat(log.entries(0)).as("up to the damage").hasSize(5);
            assertThatThrownBy(() -> log.read(5, 100)).isInstanceOf(FormatException.class)
                    .hasMessageContaining(old + ", byte ").hasMessageContaining("damaged record");
            assertThat(log.entries(8)).hasSize(12);
            assertThat(log.append(Event.of("goes on"))).isEqualTo(20);
        }
    }

    @Test
    void aRecordThatWasEditedByHandIsSetAsideWithWhatFollows() throws IOException {
        Path folder = folder();
        try (KatarLog log = open(folder)) {
            fill(log, 3);
        }
        String records = Files.readString(data(folder), ISO_8859_1);
        Files.writeString(data(folder), records.replace("event 1", "a longer event"), ISO_8859_1);
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:event 0]");
            assertThat(log.torn()).get().asString().startsWith("0.katar: no complete record at byte ")
                    .endsWith(" to 0.torn");
            assertThat(log.append(Event.of("new"))).as("offsets 1 and 2 were given").isGreaterThan(2);
        }
    }

    private static String record(int offset, String payload) {
        return "{\"base_offset\": 0, \"offset\": " + offset + ", \"timestamp\": 1772452800, \"payload\": \"" + payload
                + "\"}";
    }

    /// Ten edits of a closed topic with the events a, b and c: what the file becomes, with a length before each record
    /// unless it begins with `!`, what is read then, and how many bytes are set aside.
    @ParameterizedTest
    @CsvSource(delimiterString = " => ",
            value = {"0A 1b 2c => 0:A, 1:b, 2:c => 0", "0a 1better 2c => 0:a, 1:better, 2:c => 0",
                    "0a 1b => 0:a, 1:b => 0", "0a 2c => 0:a, 2:c => 0", "0a 1b 2c 3d => 0:a, 1:b, 2:c, 3:d => 0",
                    "0a 1b 2c 9z => 0:a, 1:b, 2:c, 9:z => 0", "0a 1b 2c !oops => 0:a, 1:b, 2:c => 4",
                    "0a 1b 2c !0 => 0:a, 1:b, 2:c => 1", "0a 2c 1b => 0:a, 2:c => 76",
                    "0a 1b 1b 2c => 0:a, 1:b => 152"})
    void anEditKeepsTheRecordsAndSetsTheRestAside(String edit, String kept, int aside) throws IOException {
        Path folder = folder();
        try (KatarLog log = open(folder)) {
            log.append(ListBatch.of(Event.of("a").at(NOON), Event.of("b").at(NOON), Event.of("c").at(NOON)));
        }
        var bytes = new ByteArrayOutputStream();
        for (String part : edit.split(" ")) {
            bytes.writeBytes(part.startsWith("!")
                    ? part.substring(1).getBytes()
                    : framed(record(part.charAt(0) - '0', part.substring(1))));
        }
        Files.write(data(folder), bytes.toByteArray());
        long next;
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[" + kept + "]");
            Path torn = folder.resolve("deliveries/0.torn");
            assertThat(Files.exists(torn) ? Files.size(torn) : 0).isEqualTo(aside);
            assertThat(log.torn().isPresent()).as("it is reported").isEqualTo(aside > 0);
            next = log.append(Event.of("next"));
        }
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[" + kept + ", " + next + ":next]");
            assertThat(log.torn()).as("the file is whole again").isEmpty();
        }
    }

    @Test
    void aSegmentThatWasEditedWhileItIsOpenTakesNoEventUntilItIsReadAgain(@TempDir Path folder) throws IOException {
        try (KatarLog log = open(folder)) {
            fill(log, 2);
            byte[] records = Files.readAllBytes(data(folder));
            Files.write(data(folder), Arrays.copyOf(records, records.length / 2));
            assertChanged(log);
            Files.delete(data(folder));
            Files.write(data(folder), records);
            assertChanged(log);
        }
        try (KatarLog log = open(folder)) {
            assertThat(log.append(Event.of("goes on"))).isEqualTo(2);
        }
    }

    private static void assertChanged(KatarLog log) {
        assertThatThrownBy(() -> log.append(Event.of("lost"))).isInstanceOf(FormatException.class)
                .hasMessageContaining("0.katar").hasMessageContaining("another program has changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 79, 1000, 1 << 26, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aLengthThatLiesIsNotFollowed(int length) throws IOException {
        Path folder = folder();
        try (KatarLog log = open(folder)) {
            fill(log, 3);
        }
        byte[] bytes = Files.readAllBytes(data(folder));
        int second = 4 + ByteBuffer.wrap(bytes).getInt();
        Files.write(data(folder), ByteBuffer.wrap(bytes).putInt(second, length).array());
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).hasToString("[0:event 0]");
            assertThat(log.torn().orElseThrow().position()).isEqualTo(second);
            assertThat(log.append(Event.of("new"))).isGreaterThan(1);
        }
    }

    @Test
    void aCrashWhileSegmentsAreCompactedLosesNothing() throws IOException {
        Path folder = folder();
        try (KatarLog log = small(folder)) {
            fill(log, 20);
        }
        Files.write(folder.resolve("deliveries/4.katar.part"), new byte[]{0, 0, 0, 9, '{'});
        Files.write(folder.resolve("deliveries/4.index"), new byte[0]);
        try (KatarLog log = small(folder)) {
            assertThat(log.entries(0)).hasSize(20);
            log.replace(20, List.of());
            assertThat(log.entries(0)).isEmpty();
        }
        try (KatarLog log = small(folder)) {
            assertThat(log.append(Event.of("next"))).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void smallSegmentsGiveTheSameAnswersAsAList(long seed) {
        var random = new Random(seed);
        Path folder = folder();
        KatarLog log = small(folder);
        Log model = new ListLog();
        for (int step = 0; step < 300; step++) {
            Event event = randomEvent(random);
            log.append(event);
            model.append(event);
            if (random.nextInt(20) == 0) {
                long upTo = random.nextLong(log.start(), log.end() + 1);
                log.deleteBefore(upTo);
                model.deleteBefore(upTo);
            }
            if (random.nextInt(20) == 0) {
                log.close();
                log = small(folder);
            }
            long from = random.nextLong(log.start(), log.end() + 1);
            assertThat(log.entries(from)).as("seed %d, step %d", seed, step).isEqualTo(model.entries(from));
            assertThat(log.sizeInBytes()).as("seed %d, step %d", seed, step).isEqualTo(model.sizeInBytes());
        }
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up", ".hidden", "a/b"})
    void aTopicThatCannotNameAFolderIsRefusedBeforeTheDiskIsTouched(String topic) {
        Path folder = folder();
        assertThatThrownBy(() -> KatarLog.open(folder, topic, 300, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KatarLog.open(folder, "deliveries", 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).doesNotExist();
    }

    @Test
    void headersAndBytesSurvive() {
        Path folder = folder();
        var event = new Event(NOON.toEpochMilli() + 1, new byte[0], new byte[]{-1},
                List.of(new Header("a", null), new Header("a", new byte[]{-2})));
        try (KatarLog log = open(folder)) {
            log.append(event);
        }
        try (KatarLog log = open(folder)) {
            assertThat(log.entries(0)).containsExactly(new Entry(0, event));
        }
    }
}
