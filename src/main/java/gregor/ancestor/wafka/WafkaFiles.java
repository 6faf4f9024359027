package gregor.ancestor.wafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.FormatException;
import gregor.http.PartitionOffsets;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The files of Wafka, `topic-broker_id.txt`: each is one more consumer of its partition, a virtual thread that copies
/// what comes. How far it is, the file itself says; so after a crash it goes on where the file ends.
///
/// Any thread may call it.
public final class WafkaFiles implements Consumer<TopicPartition>, AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int CHUNK_BYTES = 1 << 20;

    private final Broker broker;
    private final Path folder;
    private final Map<TopicPartition, Thread> copying = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// Copies the topics that are there already, as far as they have been copied before.
    public WafkaFiles(Broker broker, Path folder) {
        this.broker = broker;
        this.folder = folder;
        for (TopicPartition partition : PartitionOffsets.all(broker, broker.topicNames())) {
            if (Files.exists(folder.resolve(partition.topic() + "-" + (partition.partition() + 1) + ".txt"))) {
                accept(partition);
            }
        }
    }

    /// Copies a partition from now on.
    @Override
    public void accept(TopicPartition partition) {
        copying.computeIfAbsent(partition,
                absent -> Thread.ofVirtual().name("wafka file").start(() -> copy(partition)));
    }

    private void copy(TopicPartition name) {
        try (WafkaLog file = WafkaLog.open(folder, name.topic(), name.partition() + 1)) {
            Partition partition = broker.partition(name);
            while (!closed || file.end() < partition.end()) {
                file.skip(partition.start());
                if (partition.awaitEnd(file.end(), POLL_INTERVAL)) {
                    for (Batch batch : partition.read(file.end(), CHUNK_BYTES)) {
                        append(file, batch);
                    }
                }
            }
        } catch (LogClosedException | LogInterruptedException e) {
            // the topic has gone, or the broker
        } catch (FormatException e) {
            System.getLogger(WafkaFiles.class.getName()).log(Level.WARNING, e.getMessage());
        } finally {
            copying.remove(name);
        }
    }

    private static void append(WafkaLog file, Batch batch) {
        for (Entry entry : batch) {
            if (entry.offset() >= file.end()) {
                file.skip(entry.offset());
                file.append(entry.event());
            }
        }
        file.skip(batch.lastOffset() + 1);
    }

    /// Copies what there is, and ends.
    @Override
    public void close() {
        closed = true;
        copying.values().forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
