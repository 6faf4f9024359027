package gregor.cli.broker;

import gregor.broker.Broker;
import gregor.broker.TopicDescription;
import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
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

/// `gregor doctor`, its second half: the launcher checks the machine, this the broker's data.
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = {"Check that Gregor has what it needs, and that the data is not damaged.",
                "The exit code is 1 if it finds a problem."})
final class DoctorCommand implements Callable<Integer> {
    private static final int CHUNK_BYTES = 1 << 20;

    @Mixin
    private DataOptions data;

    @Override
    public Integer call() {
        if (!data.isThere()) {
            good("broker: no data in " + data.folder() + " yet");
            return 0;
        }
        try (Broker broker = EmbeddedClient.open(data.settings())) {
            EmbeddedClient.openAll(broker);
            var troubles = new TreeSet<>(broker.troubles());
            List<TopicDescription> topics = broker.topicNames().stream().map(broker::describe).toList();
            troubles.addAll(readAll(broker, topics));
            troubles.forEach(DoctorCommand::bad);
            int partitions = topics.stream().mapToInt(topic -> topic.partitions().size()).sum();
            good("broker: " + HumanText.count(topics.size(), "topic") + " with "
                    + HumanText.count(partitions, "partition") + " in " + data.folder()
                    + (troubles.isEmpty() ? ", all well" : ""));
            return troubles.isEmpty() ? 0 : 1;
        } catch (FolderInUseException e) {
            good("broker: " + e.getMessage());
            return 0;
        } catch (RuntimeException e) {
            if (!CommandException.isUserMessage(e)) {
                throw e;
            }
            bad("broker: " + e.getMessage());
            return 1;
        }
    }

    /// Opening a log reads only its end. This reads each batch, which compares its checksum.
    private static List<String> readAll(Broker broker, List<TopicDescription> topics) {
        var troubles = new ArrayList<String>();
        long all = topics.stream().flatMap(topic -> topic.partitions().stream())
                .mapToLong(TopicDescription.PartitionDescription::sizeInBytes).sum();
        try (var progress = new ProgressLine("Reading all")) {
            long done = 0;
            for (TopicDescription topic : topics) {
                for (TopicDescription.PartitionDescription part : topic.partitions()) {
                    var name = new TopicPartition(topic.name(), part.partition());
                    if (part.trouble().isEmpty()) {
                        read(broker.partition(name)).ifPresent(damage -> troubles.add(name + ": " + damage));
                    }
                    done += part.sizeInBytes();
                    progress.bytes(done, all);
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
                for (Batch batch : log.read(next, CHUNK_BYTES)) {
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
