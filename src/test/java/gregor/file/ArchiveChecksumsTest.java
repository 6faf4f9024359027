package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.deque.RandomEntries;
import gregor.file.ArchiveChecksums.Check;
import gregor.file.ArchiveChecksums.State;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows of an archive that change or are lost after they were written are found and named; a crash is no damage.
class ArchiveChecksumsTest {
    private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix());
    private final Path file = disk.getPath("/archive/0.csv");
    private final Path sums = disk.getPath("/archive/0.csv.sums");
    private final List<Entry> entries = RandomEntries.of(new Random(3), 0, 30);

    @BeforeEach
    void write() {
        append(entries.subList(0, 20));
        append(entries.subList(20, 30));
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    private void append(List<Entry> more) {
        try (DurableArchive archive = DurableArchive.open(file)) {
            for (Entry entry : more) {
                archive.add(List.of(entry));
            }
        }
    }

    private Check check() {
        return ArchiveChecksums.check(file);
    }

    @Test
    void anArchiveAsItWasWrittenIsOk() throws IOException {
        assertThat(check()).isEqualTo(new Check(State.OK, ""));
        assertThat(Files.readAllLines(sums)).as("a line for each time that it was open").hasSize(2);
    }

    @Test
    void everyChangedByteIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(check().state()).as("byte %d", i).isEqualTo(State.DAMAGED);
        }
    }

    @Test
    void everyLossAtTheEndIsFoundAndStaysFoundWhenTheArchiveGrowsAgain() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(check().state()).as("%d bytes are left", length).isEqualTo(State.DAMAGED);
        }
        int lost = whole.length - new String(whole).lastIndexOf("\n", whole.length - 2) - 1;
        Files.write(file, Arrays.copyOf(whole, whole.length - lost));
        append(List.of(new Entry(50, Event.of("x".repeat(2 * lost)))));
        assertThat(Files.size(file)).isGreaterThan(whole.length);
        assertThat(check().problem()).contains("/archive/0.csv",
                "offsets " + (entries.get(19).offset() + 1) + " to " + entries.getLast().offset(),
                "delete /archive/0.csv.sums");
    }

    @Test
    void theProblemNamesTheOffsets() throws IOException {
        Files.writeString(file, Files.readString(file) + "99,,,appended by hand,[]\n");
        assertThat(check()).as("no checksum says anything of it").isEqualTo(new Check(State.UNCHECKED, ""));
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 4));
        assertThat(check().problem()).contains("offsets 0 to " + entries.get(19).offset(), "and later (1 more)",
                "the file ends at " + Files.size(file));
    }

    /// The rows are on the disk before the line with their checksum is written.
    @Test
    void aCrashBeforeTheChecksumIsNoDamageAndTheNextOpeningAddsIt() throws IOException {
        byte[] before = Files.readAllBytes(sums);
        append(RandomEntries.of(new Random(4), 100, 5));
        for (int length = before.length; length < Files.size(sums) - 1; length++) {
            byte[] after = Files.readAllBytes(sums);
            Files.write(sums, Arrays.copyOf(after, length));
            assertThat(check()).as("%d bytes", length).isEqualTo(new Check(State.UNCHECKED, ""));
            DurableArchive.open(file).close();
            assertThat(check()).as("%d bytes, opened", length).isEqualTo(new Check(State.OK, ""));
            assertThat(Files.readAllBytes(sums)).startsWith(before);
            Files.write(sums, after);
        }
    }

    @Test
    void aTornRowIsNoDamage() throws IOException {
        Files.writeString(file, Files.readString(file) + "100,2026-");
        assertThat(check().state()).isEqualTo(State.UNCHECKED);
        DurableArchive.open(file).close();
        assertThat(check().state()).isEqualTo(State.OK);
    }

    @Test
    void damagedChecksumsDoNotStopTheArchive() throws IOException {
        byte[] noise = new byte[200];
        new Random(9).nextBytes(noise);
        Files.write(sums, noise);
        assertThat(check()).isEqualTo(new Check(State.UNCHECKED, ""));
        append(List.of(new Entry(100, Event.of("goes on"))));
        assertThat(check().problem()).isEmpty();
        assertThat(RandomEntries.read(file)).hasSize(31);
    }

    @Test
    void anOlderArchiveGetsItsChecksumsWhenItIsOpened() throws IOException {
        Files.delete(sums);
        assertThat(check().state()).isEqualTo(State.UNCHECKED);
        append(RandomEntries.of(new Random(4), 100, 1));
        assertThat(check().state()).isEqualTo(State.OK);
        assertThat(ArchiveChecksums.missingArchive(sums)).isEmpty();
        Files.delete(file);
        assertThat(ArchiveChecksums.missingArchive(sums)).contains(file);
    }

    @Test
    void longArchivesHaveSeveralSpans() throws IOException {
        var large = new ArrayList<Entry>();
        for (int i = 0; i < 7; i++) {
            large.add(new Entry(1000 + i, Event.of("y".repeat(400_000))));
        }
        append(large);
        assertThat(check().state()).isEqualTo(State.OK);
        assertThat(Files.readAllLines(sums)).hasSizeBetween(4, 6).allMatch(line -> line.length() == 65);
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 10] ^= 1;
        Files.write(file, whole);
        assertThat(check().problem()).contains("to 1006").doesNotContain("later");
    }

    @Test
    void aFullDiskForChecksumsDoesNotStopTheArchive() throws IOException {
        var small = Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(4 * 512).build();
        try (FileSystem full = Jimfs.newFileSystem(small);
                DurableArchive archive = DurableArchive.open(full.getPath("/0.csv"))) {
            Path ballast = Files.write(full.getPath("/ballast"), new byte[2 * 512]);
            assertThat(Files.size(full.getPath("/0.csv.sums"))).isPositive();
            archive.add(List.of(new Entry(0, Event.of("a"))));
            Files.delete(ballast);
            archive.add(List.of(new Entry(1, Event.of("b"))));
            assertThat(ArchiveChecksums.check(full.getPath("/0.csv")).state()).isEqualTo(State.OK);
        }
    }
}
