package gregor.cli.broker;

import module java.base;

import gregor.archive.Archive;
import gregor.archive.ArchivedTopic;
import gregor.archive.Restore;
import gregor.broker.TopicDescription;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.cli.console.OutputOption;
import gregor.cli.console.ProgressLine;
import gregor.cli.console.TextTable;
import gregor.file.ArchiveChecksums;
import gregor.list.Entry;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gregor archive`: the archives of topics with `archive=csv`.
@Command(name = "archive", mixinStandardHelpOptions = true, description = {
        "List and restore the archives of topics with archive=csv.",
        "An archive is a CSV file; any spreadsheet opens it. Cells that begin with =, +, -, @ or a tab are formulas"
                + " to a spreadsheet: if others write your events, import the columns as text."})
final class ArchiveCommand {
    private static final int CHUNK_EVENTS = 100;

    /// An archive of a partition.
    ///
    /// @param topic the folder; `name--time` was set aside when a topic of its name was created again
    private record Found(String topic, String partition, long bytes, Instant written, Path file,
            ArchiveChecksums.Check check) {
        static Found of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Found(file.getParent().getFileName().toString(),
                    file.getFileName().toString().replaceFirst("\\.csv$", ""), attributes.size(),
                    attributes.lastModifiedTime().toInstant(), file, ArchiveChecksums.check(file));
        }

        String state() {
            return check.state().name().toLowerCase(Locale.ROOT);
        }
    }

    private static final TextTable<Found> ARCHIVES = new TextTable<Found>().column("topic", "topic", Found::topic)
            .column("partition", "partition", Found::partition)
            .column("size", "bytes", found -> new TextTable.Size(found.bytes))
            .text("written", found -> HumanText.time(found.written)).json("written", found -> found.written.toString())
            .column("check", "check", Found::state).column("file", "file", found -> found.file.toString());

    @Command(mixinStandardHelpOptions = true,
            description = {
                    "List the archives, and compare them with the checksums of their rows. A broker may be running.",
                    "The check is ok, unchecked (an archive without checksums, or its last rows have none yet), or "
                            + "damaged (rows were changed or lost); the exit code is 1 if one is damaged or missing."})
    int list(@Mixin DataOptions data, @Mixin OutputOption output) {
        List<String> problems = new ArrayList<>();
        output.table("archives", ARCHIVES, archives(data.archive(), problems),
                "there are no archives in " + data.archive()
                        + " yet; after ./gregor topics alter TOPIC --config archive=csv a running broker "
                        + "archives the events that expire",
                List.of());
        System.out.flush();
        problems.forEach(problem -> System.err.println("gregor: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }

    /// @param problems receives a sentence for each archive that is damaged or missing
    private static List<Found> archives(Path folder, List<String> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var found = new ArrayList<Found>();
        try (Stream<Path> files = Files.walk(folder, 2); var progress = new ProgressLine("Checking archives")) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (folder.equals(file.getParent().getParent())) {
                    if (file.toString().endsWith(".csv")) {
                        found.add(Found.of(file));
                        progress.update(found.size());
                    }
                    ArchiveChecksums.missingArchive(file).ifPresent(archive -> problems.add(
                            "the archive " + archive + " is missing; restore it from a backup, or delete " + file));
                }
            }
            found.stream().map(archive -> archive.check().problem()).filter(problem -> !problem.isEmpty())
                    .forEach(problems::add);
            return found;
        } catch (UncheckedIOException e) {
            throw CommandException.of("cannot read the folder " + folder, e.getCause());
        } catch (IOException e) {
            throw CommandException.of("cannot read the folder " + folder, e);
        }
    }

    @Command(mixinStandardHelpOptions = true, sortOptions = false,
            description = {"Replay an archive into a topic, each event as it was.",
                    "All offsets of a partition move by the same number, which it prints, except with --close-gaps. "
                            + "The archive is kept."})
    void restore(
            @Parameters(paramLabel = "TOPIC",
                    description = "The archived topic; ./gregor archive list shows them.") String name,
            @Option(names = "--as", paramLabel = "TOPIC",
                    description = "The topic to restore to. It is created if it does not exist. "
                            + "By default TOPIC-restored.") String as,
            @Option(names = "--add",
                    description = "Restore even if that topic has events; the restored ones follow them.") boolean add,
            @Option(names = "--close-gaps",
                    description = "Give the events consecutive offsets, even where offsets are missing in the archive. "
                            + "Kafka's clients, which reach Apache Kafka and running brokers, cannot write a gap.") boolean closeGaps,
            @Mixin ConnectionOptions broker, @Mixin OutputOption output) {
        Archive archive = Archive.at(broker.archive());
        ArchivedTopic archived = archive.topic(EventSource.known(archive, name));
        String target = as == null ? name + "-restored" : as;
        try (BrokerClient client = broker.connect()) {
            prepare(client, archived, target, add);
            for (int partition : archived.partitions().keySet()) {
                var to = new TopicPartition(target, partition);
                Restore restore = closeGaps ? closingGaps(client, to, archived) : restore(client, to, archived);
                print(output, to, restore, closeGaps ? withoutGaps(restore) : restore.toString());
            }
        }
    }

    private static Restore restore(BrokerClient client, TopicPartition to, ArchivedTopic archived) {
        long before = client.offsets(List.of(to)).get(to).end();
        var end = new AtomicLong(before);
        try (var progress = new ProgressLine("Restoring partition " + to.partition())) {
            return Restore.into(end::get, batch -> {
                client.append(to, batch, (place, offset) -> end.set(offset + 1));
                client.flush();
                progress.update(end.get() - before);
            }, archived, to.partition());
        }
    }

    private static Restore closingGaps(BrokerClient client, TopicPartition to, ArchivedTopic archived) {
        long before = client.offsets(List.of(to)).get(to).end();
        var end = new AtomicLong(before);
        var first = new AtomicLong(-1);
        try (Stream<Entry> entries = archived.entries(to.partition());
                var progress = new ProgressLine("Restoring partition " + to.partition())) {
            entries.peek(entry -> first.compareAndSet(-1, entry.offset())).map(Entry::event)
                    .gather(Gatherers.windowFixed(CHUNK_EVENTS)).forEach(events -> {
                        client.append(to, ListBatch.of(Origin.UNKNOWN, events), (place, offset) -> end.set(offset + 1));
                        progress.update(end.get() - before);
                    });
            client.flush();
        }
        return new Restore(end.get() - before, first.get(), before, end.get());
    }

    /// Makes sure that the topic exists and keeps the restored events.
    private static void prepare(BrokerClient client, ArchivedTopic archived, String target, boolean add) {
        int partitions = archived.partitions().lastKey() + 1;
        if (!client.topics().contains(target)) {
            if (target.equals(archived.name())) {
                throw new CommandException("a new topic " + target + " would set its archive aside; restore it under "
                        + "another name, such as --as " + target + "-restored");
            }
            client.create(target, partitions, Map.of("retention.ms", "-1"));
            return;
        }
        TopicDescription topic = client.describe(target);
        if (topic.partitions().size() < partitions) {
            throw new CommandException("topic " + target + " has "
                    + HumanText.count(topic.partitions().size(), "partition") + ", and the archive " + partitions
                    + "; first ./gregor topics alter " + target + " --partitions " + partitions);
        }
        if (!add && topic.partitions().stream().anyMatch(part -> part.end() > part.start())) {
            throw new CommandException(
                    "topic " + target + " has events already; name another with --as, or use --add to have both");
        }
        for (String setting : List.of("retention.ms", "retention.bytes")) {
            String value = topic.configuration().value(setting);
            if (!value.equals("-1")) {
                throw new CommandException("topic " + target + " has " + setting + "=" + value + ", which may delete "
                        + "the restored events at once; first ./gregor topics alter " + target + " --config " + setting
                        + "=-1");
            }
        }
    }

    private static String withoutGaps(Restore restore) {
        return restore.events() == 0
                ? restore.toString()
                : "%,d events, from offset %d of the archive on, are %d to %d in the log, without gaps"
                        .formatted(restore.events(), restore.archived(), restore.restored(), restore.end() - 1);
    }

    private static void print(OutputOption output, TopicPartition to, Restore restore, String text) {
        if (output.isJson()) {
            JsonOutput.print(
                    JsonOutput.object("topic", to.topic(), "partition", to.partition(), "events", restore.events(),
                            "archived", restore.archived(), "restored", restore.restored(), "end", restore.end()));
        } else {
            System.out.println(to.topic() + "-" + to.partition() + ": " + text);
        }
    }
}
