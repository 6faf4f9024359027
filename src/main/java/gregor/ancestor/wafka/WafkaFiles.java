package gregor.ancestor.wafka;

import gregor.ancestor.UnsupportedEventException;
import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.file.FormatException;
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

/// Copies partitions to Wafka's files, `topic-broker_id.txt`, with a virtual thread for each. The position of a copy
/// is the end of its file, so it resumes there after a crash.
///
/// Any thread may call it.
final class WafkaFiles implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int CHUNK_BYTES = 1 << 20;

    private final Broker broker;
    private final Path folder;
    private final Map<TopicPartition, Thread> copying = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// Resumes copying the partitions that have a file.
    WafkaFiles(Broker broker, Path folder) {
        this.broker = broker;
        this.folder = folder;
        for (String topic : broker.topicNames()) {
            for (int partition = 0; partition < broker.partitions(topic); partition++) {
                if (Files.exists(folder.resolve(topic + "-" + (partition + 1) + ".txt"))) {
                    copy(new TopicPartition(topic, partition));
                }
            }
        }
    }

    /// Starts copying a partition, unless it is being copied.
    void copy(TopicPartition partition) {
        copying.computeIfAbsent(partition, absent -> Thread.ofVirtual().name("wafka file").start(() -> run(partition)));
    }

    private void run(TopicPartition name) {
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
            // the topic has been deleted, or the broker is closed
        } catch (FormatException | UnsupportedEventException e) {
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

    /// Copies the events up to the ends of the partitions, and stops.
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
