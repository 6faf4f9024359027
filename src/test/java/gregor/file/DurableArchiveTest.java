package gregor.file;

import module java.base;

import static gregor.deque.RandomEntries.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import gregor.deque.ArchiveException;
import gregor.deque.CsvArchive;
import gregor.deque.RandomEntries;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableArchiveTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("new/folder/archive.csv");
    }

    private void write(Entry... entries) {
        try (DurableArchive archive = DurableArchive.open(file)) {
            archive.add(List.of(entries));
        }
    }

    private static Entry entry(long offset, String value) {
        return new Entry(offset, Event.of(value));
    }

    @Test
    void goesOnWhereItStopped() {
        write(entry(0, "a"), entry(1, "b"));
        try (DurableArchive archive = DurableArchive.open(file)) {
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
        List<Entry> entries = RandomEntries.of(new Random(42), 0, 12);
        write(entries.toArray(Entry[]::new));
        byte[] whole = Files.readAllBytes(file);
        int cuts = 0;
        for (int length = 0; length < whole.length; length++) {
            Path cut = folder.resolve("cut-" + length + ".csv");
            Files.write(cut, Arrays.copyOf(whole, length));
            try (DurableArchive archive = DurableArchive.open(cut)) {
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
        assertThatThrownBy(() -> DurableArchive.open(file)).isInstanceOf(ArchiveException.class)
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
        List<Entry> entries = RandomEntries.of(new Random(5), 0, 9);
        write(entries.subList(0, 5).toArray(Entry[]::new));
        int forced = (int) Files.size(file);
        write(entries.toArray(Entry[]::new));
        byte[] whole = Files.readAllBytes(file);
        int repaired = 0;
        int named = 0;
        for (int from = forced; from < whole.length; from++) {
            for (int to : new int[]{from + 1, (from + whole.length + 1) / 2, whole.length - 1, whole.length}) {
                Files.write(file, holed(whole, from, Math.max(from + 1, to)));
                try {
                    write(entries.toArray(Entry[]::new));
                    assertThat(read(file)).as("zero from %d to %d", from, to).isEqualTo(entries);
                    repaired++;
                } catch (ArchiveException e) {
                    assertThat(e).hasMessageContaining(file.toString());
                    assertThat(to).as("a hole to the end needs nobody").isLessThan(whole.length);
                    named++;
                }
                assertThat(Files.readAllBytes(file)).startsWith(Arrays.copyOf(whole, forced));
            }
        }
        assertThat(repaired).isGreaterThan(2 * (whole.length - forced));
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
        assertThatThrownBy(() -> DurableArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining(file + ", line 1").hasMessageContaining("offset,timestamp,key,value,headers");
        assertThatThrownBy(() -> read(file)).isInstanceOf(ArchiveException.class).hasMessageContaining("line 1");
        Files.writeString(file, "a poem without an end");
        assertThatThrownBy(() -> DurableArchive.open(file)).isInstanceOf(ArchiveException.class);
        assertThat(file).hasContent("a poem without an end");
    }

    @Test
    void aQuoteThatIsNeverClosedIsNotTakenForATornTail() throws IOException {
        write(entry(0, "a"), entry(1, "b"), entry(2, "c"));
        String spoiled = Files.readString(file).replace("0,,,a", "0,,,\"a");
        Files.writeString(file, spoiled);
        assertThatThrownBy(() -> DurableArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("a quote is opened and never closed");
        assertThat(file).hasContent(spoiled);
    }

    @Test
    void aFileThatIsOpenCannotBeOpenedAgain() {
        DurableArchive archive = DurableArchive.open(file);
        assertThatThrownBy(() -> DurableArchive.open(file)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("open for writing already");
        archive.close();
        DurableArchive.open(file).close();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("archive.csv");
        assertThatThrownBy(() -> DurableArchive.open(blocked)).isInstanceOf(ArchiveException.class)
                .hasMessageContaining(blocked.toString()).hasMessageContaining("that can be written");
        assertThatThrownBy(() -> read(folder.resolve("none.csv"))).isInstanceOf(ArchiveException.class)
                .hasMessageContaining("no such file");
    }

    /// The lock must survive what the archive itself does with the file: on Linux a process loses the lock of a file
    /// when it closes any channel to it.
    @Test
    void theLockKeepsOtherProcessesOut() throws IOException, InterruptedException {
        write(entry(0, "a"));
        try (DurableArchive archive = DurableArchive.open(file)) {
            archive.add(List.of(entry(1, "b")));
            Path script = Files.writeString(folder.resolve("TryLock.java"), """
                    import java.nio.channels.FileChannel;
                    import java.nio.file.*;

                    void main(String[] args) throws Exception {
                        try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                            IO.println(channel.tryLock() == null ? "locked" : "free");
                        }
                    }
                    """);
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    script.toString(), file.toString()).redirectErrorStream(true).start();
            assertThat(new String(other.getInputStream().readAllBytes(), UTF_8).strip()).isEqualTo("locked");
        }
    }
}
