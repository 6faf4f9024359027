package gregor.cli.broker;

import gregor.archive.Archive;
import gregor.archive.ArchivedTopic;
import gregor.archive.Restore;
import gregor.broker.TopicDescription;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor archive`: what has left the topics with `archive=csv`.
@Command(name = "archive", mixinStandardHelpOptions = true,
        description = {"List what has left topics with archive=csv, and bring it back.",
    "An archive is a CSV file; any spreadsheet opens it."})
final class ArchiveCommand {
    /// An archive of a partition.
    ///
    /// @param topic the folder; one that begins with `--` was set aside when a topic of its name was made again
    private record Found(String topic, String partition, long bytes, java.time.Instant written, Path file) {
        static Found of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Found(file.getParent().getFileName().toString(),
                    file.getFileName().toString().replaceFirst("\\.csv$", ""),
                    attributes.size(), attributes.lastModifiedTime().toInstant(), file);
        }
    }

    @Command(mixinStandardHelpOptions = true,
            description = "List the archives. It reads no more than their folder, so a running broker does not mind.")
    int list(@Mixin DataOptions data, @Mixin JsonOption output) {
        List<Found> archives = archives(data.archive());
        if (output.json) {
            Json.print(Json.object("archives",
                    archives.stream().map(found -> Json.object("topic", found.topic, "partition",
                    found.partition, "bytes", found.bytes, "written", found.written.toString(),
                    "file", found.file.toString())).toList()));
            return 0;
        }
        if (archives.isEmpty()) {
            System.out.println("there are no archives in " + data.archive()
                    + " yet; ./gregor topics alter TOPIC --config archive=csv "
                    + "makes one, when a broker runs and events are old enough to leave");
            return 0;
        }
        var table = new Columns("topic", "partition", "size", "written", "file");
        archives.forEach(found -> table.row(found.topic, found.partition, new Columns.Size(found.bytes),
                Readable.time(found.written), found.file));
        table.print();
        return 0;
    }

    private static List<Found> archives(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            var found = new java.util.ArrayList<Found>();
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (folder.equals(file.getParent().getParent()) && file.toString().endsWith(".csv")) {
                    found.add(Found.of(file));
                }
            }
            return found;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new CommandException("cannot look into " + folder + "; let me read there (" + e + ")", e);
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Replay an archive into a topic, each event as it was.",
        "Offsets move, all by the same number for each partition; it says by which. The archive stays."})
    int restore(@Parameters(paramLabel = "TOPIC",
            description = "Whose archive; ./gregor archive list shows them.") String name,
            @Option(names = "--as", paramLabel = "TOPIC",
                    description = "The topic that it comes back to. It is made if it is not there. "
                    + "Unless you name one, it is called TOPIC-restored.") String as,
            @Option(names = "--add",
                    description = "Even if there are events in that topic already; they stay before those that come back.") boolean add,
            @Mixin ConnectionOptions broker, @Mixin JsonOption output) {
        Archive archive = Archive.at(broker.archive());
        ArchivedTopic archived = archive.topic(AnalyseCommand.known(archive, name));
        String target = as == null ? name + "-restored" : as;
        try (Connection connection = broker.connect()) {
            prepare(connection, archived, target, add);
            for (int partition : archived.partitions().keySet()) {
                Log log = connection.log(new TopicPartition(target, partition));
                try (var meter = new Meter("Restoring partition " + partition)) {
                    long before = log.end();
                    tell(output, target, partition, Restore.into(new Restore.Target() {
                        @Override
                        public long end() {
                            return log.end();
                        }

                        @Override
                        public void append(Batch batch) {
                            log.append(batch);
                            meter.at(log.end() - before);
                        }
                    }, archived, partition));
                }
            }
        }
        return 0;
    }

    /// Sees to it that the topic is there and keeps what comes back.
    private static void prepare(Connection connection, ArchivedTopic archived, String target, boolean add) {
        int partitions = archived.partitions().lastKey() + 1;
        if (!connection.topics().contains(target)) {
            if (target.equals(archived.name())) {
                throw new CommandException("to make a new topic " + target
                        + " would set its archive aside; restore it under another "
                        + "name, such as --as " + target + "-restored");
            }
            connection.create(target, partitions, Map.of("retention.ms", "-1"));
            return;
        }
        TopicDescription topic = connection.describe(target);
        if (topic.partitions().size() < partitions) {
            throw new CommandException("topic " + target + " has "
                    + Readable.count(topic.partitions().size(), "partition") + ", and the archive "
                    + partitions + "; first ./gregor topics alter " + target + " --partitions " + partitions);
        }
        if (!add && topic.partitions().stream().anyMatch(part -> part.end() > part.start())) {
            throw new CommandException("topic " + target
                    + " has events already; name another with --as, or say --add to have both");
        }
        for (String setting : List.of("retention.ms", "retention.bytes")) {
            if (!topic.configuration().value(setting).equals("-1")) {
                throw new CommandException("topic " + target + " has " + setting + "=" + topic.configuration()
                        .value(setting) + ", so what comes "
                        + "back may leave again at once; first ./gregor topics alter " + target
                        + " --config " + setting + "=-1");
            }
        }
    }

    private static void tell(JsonOption output, String topic, int partition, Restore restore) {
        if (output.json) {
            Json.print(Json.object("topic", topic, "partition", partition, "events", restore.events(),
                    "archived", restore.archived(),
                    "restored", restore.restored(), "end", restore.end()));
        } else {
            System.out.println(topic + "-" + partition + ": " + restore);
        }
    }
}
