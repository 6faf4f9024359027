package gregor.cli.broker;

import module java.base;

import gregor.archive.Archive;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.deque.CsvArchive;
import gregor.lesson.NearestWord;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.topic.TopicPartition;

/// Events to analyse: an archive, or a topic or a file of which this makes a temporary one.
public final class EventSource implements AutoCloseable {
    private static final int CHUNK_EVENTS = 5000;

    private final Path place;
    private final Archive archive;
    private final boolean temporary;

    private EventSource(Path place, boolean temporary) {
        this.place = place;
        this.temporary = temporary;
        archive = Archive.at(place);
    }

    /// Opens an archive, or if it does not have the topic, a copy of the topic itself.
    ///
    /// @param topic null for all topics of the archive
    static EventSource of(ConnectionOptions broker, Path folder, String topic) {
        boolean archived = Files.exists(folder) && (topic == null || Archive.at(folder).topics().contains(topic));
        if (archived || topic == null || !broker.isThere()) {
            return new EventSource(folder, false);
        }
        try (BrokerClient client = broker.reading()) {
            if (!client.topics().contains(topic) && Files.exists(folder)) {
                return new EventSource(folder, false);
            }
            return copy(copy -> copy(client, topic, copy.resolve(topic)));
        }
    }

    /// Opens the archive of a topic in a data folder, or a copy of the topic.
    ///
    /// @param data null for the default
    public static EventSource of(Path data, String topic) {
        var broker = new ConnectionOptions(data);
        return of(broker, broker.archive(), topic);
    }

    /// Returns a script for jshell that reads the events into a table and prints five lines to try.
    public String script(String topic) {
        known(archive, topic);
        return """
                import gregor.archive.*;
                import java.nio.file.Path;
                import tech.tablesaw.api.*;
                import static tech.tablesaw.aggregate.AggregateFunctions.*;
                Table events = ArchiveTable.withFields(Archive.at(Path.of(%s)).topic(%s), n -> {});
                System.out.println(events.rowCount() + " events in the table `events`. Five lines to try:");
                System.out.println("  events.structure()");
                System.out.println("  events.first(5)");
                System.out.println("  events.stringColumn(\\"key\\").countByCategory().sortDescendingOn(\\"Count\\").first(5)");
                System.out.println("  events.summarize(\\"bytes\\", mean, max).by(events.dateTimeColumn(\\"time\\").hour())");
                System.out.println("  System.out.println(FieldReport.of(events, List.of(), List.of(), \\"hour\\").text(80))");
                """
                .formatted(quoted(place.toAbsolutePath().toString()), quoted(topic));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static EventSource of(InputOptions options, Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.\\w+$", "");
        return copy(copy -> {
            try (InputStream in = EventInput.open(file)) {
                copy(options.open(file.toString(), in, Integer.MAX_VALUE - 2), copy.resolve(name + ".csv"));
            }
        });
    }

    private interface Copier {
        void to(Path folder) throws IOException;
    }

    private static EventSource copy(Copier copier) {
        try {
            Path folder = Files.createTempDirectory("gregor-events");
            try {
                copier.to(folder);
                return new EventSource(folder, true);
            } catch (RuntimeException | IOException e) {
                ReadOnlyFolder.delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw CommandException.of(
                    "cannot make a temporary copy of the events; make room in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private static void copy(BrokerClient client, String topic, Path folder) {
        try (var progress = new ProgressLine("Reading topic " + topic + ", events")) {
            long done = 0;
            for (TopicPartition partition : client.available(client.partitions(topic))) {
                var file = CsvArchive.open(folder.resolve(partition.partition() + ".csv"));
                long from = client.offsets(List.of(partition)).get(partition).start();
                for (var chunk = client.read(partition, from); !chunk.entries().isEmpty(); chunk = client
                        .read(partition, chunk.next())) {
                    file.add(chunk.entries());
                    done += chunk.entries().size();
                    progress.update(done);
                }
            }
        }
    }

    private static void copy(EventInput input, Path file) {
        var archive = CsvArchive.open(file);
        var entries = new ArrayList<Entry>();
        long offset = 0;
        for (Event event = input.next(); event != null; event = input.next()) {
            entries.add(new Entry(offset++, event));
            if (entries.size() == CHUNK_EVENTS) {
                archive.add(entries);
                entries.clear();
            }
        }
        archive.add(entries);
    }

    Archive archive() {
        return archive;
    }

    /// The name of a topic in an archive.
    ///
    /// @throws CommandException if it has none; it suggests the nearest
    static String known(Archive archive, String topic) {
        if (!archive.topics().contains(topic)) {
            throw new CommandException("there is no archive of a topic " + HumanText.escapeControls(topic)
                    + NearestWord.suggestion(topic, archive.topics()) + "; there are archives of "
                    + String.join(", ", archive.topics()));
        }
        return topic;
    }

    @Override
    public void close() {
        if (temporary) {
            ReadOnlyFolder.delete(place);
        }
    }
}
