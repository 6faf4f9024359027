package gregor.bench;

import module java.base;

import gregor.archive.Archive;
import gregor.archive.ArchiveSummary;
import gregor.archive.ArchivedTopic;
import gregor.archive.TablesawEngine;
import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tech.tablesaw.api.Table;

/// All questions to an archive of a million deliveries, beside Tablesaw only reading the same file. At most 2 to 1.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class ArchiveBenchmark {
    private static final int EVENTS = 1_000_000;
    private static final long FOUR_WEEKS = 28L * 86_400_000;

    private Path folder;
    private Path file;
    private ArchivedTopic topic;

    /// Writes the deliveries again and again, four weeks later each time.
    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("gregor-bench");
        file = folder.resolve("deliveries").resolve("0.csv");
        List<Event> deliveries = Sample.deliveries();
        try (DurableArchive archive = DurableArchive.open(file)) {
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < EVENTS; i++) {
                Event event = deliveries.get(i % deliveries.size());
                entries.add(new Entry(i, new Event(event.timestamp() + i / deliveries.size() * FOUR_WEEKS, event.key(),
                        event.value(), event.headers())));
            }
            archive.add(entries);
        }
        topic = Archive.at(folder).topic("deliveries");
    }

    /// Removes what was written.
    @TearDown
    public void remove() throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());
        Files.delete(folder);
    }

    /// Tablesaw's own read, with all its defaults.
    @Benchmark
    public Table tablesawReads() {
        return Table.read().csv(file.toFile());
    }

    /// Reads the archive and asks everything.
    @Benchmark
    public ArchiveSummary gregorAnalyses() {
        return new TablesawEngine().answer(topic);
    }
}
