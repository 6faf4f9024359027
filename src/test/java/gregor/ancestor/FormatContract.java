package gregor.ancestor;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Log;
import gregor.list.LogContract;
import gregor.list.Origin;
import gregor.list.Utf8;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The promises of each ancestor's format, in addition to those of every log: reopening finds all events, and whatever
/// happened to the file, no wrong event is read and no offset is used twice.
public abstract class FormatContract extends LogContract {
    private final List<Log> opened = new ArrayList<>();
    private int folders;
    FileSystem disk;

    /// Opens the log in a folder.
    public abstract Log open(Path folder);

    /// Returns the file with the events of a small log.
    public abstract Path data(Path folder);

    public abstract Optional<TornTail> torn(Log log);

    @BeforeEach
    void openDisk() {
        disk = Jimfs.newFileSystem(Configuration.unix());
    }

    @AfterEach
    void closeDisk() throws Exception {
        for (Log log : opened) {
            ((AutoCloseable) log).close();
        }
        disk.close();
    }

    public Path folder() {
        return disk.getPath("/folder-" + folders++);
    }

    @Override
    protected Log newLog() {
        Log log = open(folder());
        opened.add(log);
        return log;
    }

    @Override
    protected boolean keepsBatches() {
        return false;
    }

    static void close(Log log) {
        try {
            ((AutoCloseable) log).close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static List<Entry> entries(Log log) {
        return log.entries(log.start());
    }

    public static Event randomEvent(Random random) {
        String spice = "KAF_MSG|1|1\n{\"gregor\":{}} \r\t,'🚚éabase64:\u2028\0";
        byte[][] parts = new byte[4][];
        for (int part = 0; part < parts.length; part++) {
            var bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            var text = new StringBuilder();
            random.ints(random.nextInt(30), 0, spice.codePointCount(0, spice.length()))
                    .forEach(at -> text.appendCodePoint(spice.codePointAt(spice.offsetByCodePoints(0, at))));
            parts[part] = switch (random.nextInt(6)) {
                case 0 -> null;
                case 1 -> bytes;
                case 2 -> Utf8.bytes("\nKAF_MSG|" + random.nextInt(9) + "|1\nx");
                case 3 -> Utf8.bytes("{\"gregor\":{\"value\":1}}");
                default -> Utf8.bytes(text.toString());
            };
        }
        var headers = new ArrayList<Header>();
        for (int header = random.nextInt(3); header > 0; header--) {
            headers.add(new Header(random.nextBoolean() ? "event_id" : "h", parts[header]));
        }
        return random.nextInt(3) == 0
                ? new Event(Event.NO_TIMESTAMP, null, parts[3], List.of())
                : new Event(random.nextLong(-1, 1L << 42), parts[0], parts[3], headers);
    }

    private static List<Entry> fill(Log log, Random random, int events) {
        for (int i = 0; i < events; i++) {
            log.append(random.nextInt(4) > 0
                    ? ListBatch.of(randomEvent(random))
                    : ListBatch.of(new Origin(7, (short) 1, i), List.of(randomEvent(random), randomEvent(random))));
        }
        return entries(log);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyEventIsThereWhenTheLogIsOpenedAgain(long seed) {
        Path folder = folder();
        var random = new Random(seed);
        Log log = open(folder);
        List<Event> written = random.ints(200, 0, 1).mapToObj(zero -> randomEvent(random)).toList();
        written.forEach(log::append);
        close(log);
        Log again = open(folder);
        assertThat(entries(again).stream().map(Entry::event)).as("seed %d", seed).isEqualTo(written);
        assertThat(torn(again)).isEmpty();
        close(again);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void forgettingAndReplacingSurviveToo(long seed) {
        Path folder = folder();
        var random = new Random(seed);
        Log log = open(folder);
        for (int round = 0; round < 30; round++) {
            fill(log, random, 5);
            log.deleteBefore(random.nextLong(log.start(), log.end() + 1));
            long upTo = random.nextLong(log.start(), log.end() + 1);
            var survivors = new ArrayList<Batch>();
            for (Entry entry : log.entries(log.start())) {
                if (entry.offset() < upTo && random.nextBoolean()) {
                    survivors.add(new ListBatch(Origin.UNKNOWN, List.of(entry)));
                }
            }
            log.replace(upTo, survivors);
            List<Entry> before = entries(log);
            long end = log.end();
            long size = log.sizeInBytes();
            close(log);
            log = open(folder);
            assertThat(entries(log)).as("seed %d, round %d", seed, round).isEqualTo(before);
            assertThat(log.end()).as("seed %d, round %d: no offset is used twice", seed, round).isEqualTo(end);
            assertThat(log.sizeInBytes()).as("seed %d, round %d", seed, round).isEqualTo(size);
        }
        close(log);
    }

    @Test
    void whateverByteItIsCutAtWhatIsCompleteIsServedAndNoOffsetIsGivenTwice() throws IOException {
        Path whole = folder();
        Log log = open(whole);
        var ends = new ArrayList<Long>();
        var random = new Random(42);
        for (int i = 0; i < 25; i++) {
            log.append(randomEvent(random));
            ends.add(Files.size(data(whole)));
        }
        List<Entry> all = entries(log);
        close(log);
        byte[] bytes = Files.readAllBytes(data(whole));
        int torn = 0;
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            Path folder = folder();
            Files.createDirectories(data(folder).getParent());
            Files.write(data(folder), Arrays.copyOf(bytes, length));
            Log crashed = open(folder);
            List<Entry> left = entries(crashed);
            int complete = (int) ends.stream().filter(end -> end <= cut).count();
            assertThat(left).as("cut at byte %d", length).hasSizeGreaterThanOrEqualTo(complete)
                    .isEqualTo(all.subList(0, left.size()));
            Optional<TornTail> tail = torn(crashed);
            if (tail.isPresent()) {
                torn++;
                assertThat(tail.get().position() + tail.get().bytes()).as("cut at byte %d: no byte is lost", length)
                        .isEqualTo(length);
                assertThat(Files.readAllBytes(tail.get().aside()))
                        .isEqualTo(Arrays.copyOfRange(bytes, (int) tail.get().position(), length));
                assertThat(crashed.end()).as("cut at byte %d: the torn record had an offset", length)
                        .isGreaterThan(left.size());
            }
            close(crashed);
            Log reopened = open(folder);
            assertThat(reopened.end()).as("cut at byte %d", length).isGreaterThanOrEqualTo(crashed.end());
            long offset = reopened.append(Event.of("new"));
            close(reopened);
            Log last = open(folder);
            assertThat(torn(last)).as("cut at byte %d: nothing torn is left", length).isEmpty();
            assertThat(entries(last).subList(0, left.size())).isEqualTo(left);
            assertThat(entries(last).subList(left.size(), left.size() + 1)).hasToString("[" + offset + ":new]");
            assertThat(last.end()).isEqualTo(offset + 1);
            close(last);
        }
        assertThat(torn).as("cuts that left a torn record").isGreaterThan(bytes.length / 2);
        System.out.println(
                getClass().getSimpleName() + ": cut at " + bytes.length + " bytes, " + torn + " torn ends set aside");
    }

    @Test
    void aFlippedBitIsFoundOrSpoilsOneEventAndNeverTheOthers() throws IOException {
        Path whole = folder();
        Log log = open(whole);
        var random = new Random(7);
        for (int i = 0; i < 12; i++) {
            log.append(randomEvent(random));
        }
        List<Entry> all = entries(log);
        close(log);
        byte[] bytes = Files.readAllBytes(data(whole));
        int served = 0;
        int step = Boolean.getBoolean("gregor.prove") ? 1 : 5; // 5 reaches each byte, and each place in a byte
        for (int bit = 0; bit < 8 * bytes.length; bit += step) {
            Path folder = folder();
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.createDirectories(data(folder).getParent());
            Files.write(data(folder), flipped);
            String flip = "bit " + bit % 8 + " of byte " + bit / 8;
            try {
                Log damaged = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> open(folder), flip);
                List<Entry> wrong = new ArrayList<>(entries(damaged));
                int given = wrong.size();
                wrong.removeAll(all);
                assertThat(wrong).as(flip).hasSizeLessThanOrEqualTo(1);
                assertThat(given == all.size() || torn(damaged).isPresent())
                        .as(flip + ": what is missing was set aside").isTrue();
                served += wrong.size();
                close(damaged);
            } catch (FormatException e) {
                assertThat(e).as(flip).hasMessageContaining(data(folder).toString());
            }
        }
        System.out.println(getClass().getSimpleName() + ": of " + 8 * bytes.length / step + " flipped bits " + served
                + " changed one event and were not noticed; this format has no checksum");
    }

    @Test
    void aFullDiskRefusesTheEventAndTheLogGoesOnWhenThereIsRoom() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(32 * 512).build();
        try (FileSystem full = Jimfs.newFileSystem(small)) {
            Log log = open(full.getPath("/folder"));
            log.append(Event.of("first"));
            Path ballast = full.getPath("/ballast");
            Files.write(ballast, new byte[22 * 512]);
            int taken = 1;
            try {
                for (; taken < 1000; taken++) {
                    log.append(Event.of("event " + taken + " ".repeat(50)));
                }
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("free space on the disk");
            }
            assertThat(taken).isBetween(2, 999);
            assertThat(log.end()).isEqualTo(taken);
            Files.delete(ballast);
            assertThat(log.append(Event.of("last"))).isEqualTo(taken);
            List<Entry> before = entries(log);
            close(log);
            Log again = open(full.getPath("/folder"));
            assertThat(entries(again)).hasSize(taken + 1).isEqualTo(before);
            close(again);
        }
    }

    @Test
    void aLogThatIsOpenCannotBeOpenedAgain(@TempDir Path folder) {
        Log log = open(folder);
        assertThatThrownBy(() -> open(folder)).isInstanceOf(FormatException.class)
                .hasMessageContaining("already open elsewhere");
        close(log);
        close(open(folder));
    }
}
