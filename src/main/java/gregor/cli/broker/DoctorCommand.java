package gregor.cli.broker;

import gregor.broker.TopicDescription;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gregor doctor`, its second half: the launcher looks at the machine, this at the broker's data.
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = {"Look whether all that Gregor needs is there, and the data well.",
            "It exits with 1 if something is not."})
final class DoctorCommand implements Callable<Integer> {
    private static final int SOME = 1 << 20;

    @Mixin
    private DataOptions data;

    @Override
    public Integer call() {
        if (!data.isThere()) {
            good("broker: no data in " + data.folder() + " yet");
            return 0;
        }
        try (Connection connection = new Embedded(data.settings())) {
            connection.openAll(new Meter("Opening logs"));
            var troubles = new TreeSet<>(connection.troubles());
            List<TopicDescription> topics = connection.topics().stream().map(connection::describe).toList();
            troubles.addAll(readAll(connection, topics));
            troubles.forEach(DoctorCommand::bad);
            int partitions = topics.stream().mapToInt(topic -> topic.partitions().size()).sum();
            good("broker: " + Readable.count(topics.size(), "topic") + " with "
                    + Readable.count(partitions, "partition")
                    + " in " + data.folder() + (troubles.isEmpty() ? ", all well" : ""));
            return troubles.isEmpty() ? 0 : 1;
        } catch (FolderInUseException e) {
            good("broker: " + e.getMessage());
            return 0;
        } catch (RuntimeException e) {
            if (!CommandException.isSentence(e)) {
                throw e;
            }
            bad("broker: " + e.getMessage());
            return 1;
        }
    }

    /// Opening a log reads only its end. Here each batch is read, and so its checksum compared.
    private static List<String> readAll(Connection connection, List<TopicDescription> topics) {
        var troubles = new ArrayList<String>();
        long all = topics.stream().flatMap(topic -> topic.partitions().stream())
                .mapToLong(TopicDescription.PartitionDescription::sizeInBytes).sum();
        try (var meter = new Meter("Reading all")) {
            long done = 0;
            for (TopicDescription topic : topics) {
                for (TopicDescription.PartitionDescription part : topic.partitions()) {
                    var name = new TopicPartition(topic.name(), part.partition());
                    if (part.trouble().isEmpty()) {
                        read(connection.log(name)).ifPresent(damage -> troubles.add(name + ": " + damage));
                    }
                    done += part.sizeInBytes();
                    meter.bytes(done, all);
                }
            }
        }
        return troubles;
    }

    private static Optional<String> read(Log log) {
        long next = log.start();
        try {
            while (next < log.end()) {
                long before = next;
                for (Batch batch : log.read(next, SOME)) {
                    next = batch.lastOffset() + 1;
                }
                if (next == before) {
                    break;
                }
            }
            return Optional.empty();
        } catch (CorruptLogException | StorageException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void good(String text) {
        System.out.println("  ok   " + text);
    }

    private static void bad(String text) {
        System.out.println("  !!   " + text);
    }
}
