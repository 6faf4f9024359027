package gregor.broker;

import gregor.file.FileSettings;
import gregor.list.Log;
import gregor.thread.WaitingLog;
import gregor.topic.TopicPartition;
import java.util.List;
import java.util.UUID;

/// Where the logs of a broker are: in memory, or in files. One thread at a time may call it for a topic.
sealed interface Store extends AutoCloseable permits FileStore, MemoryStore {
    /// The log of the [Catalog].
    Log catalog();

    /// Makes room for a partition. If it is there already, nothing happens.
    void create(TopicPartition partition, UUID topic);

    /// Opens the log of a partition that was created.
    WaitingLog open(TopicPartition partition, UUID topic, FileSettings settings);

    /// Lets a log that is open be kept in another way.
    void configure(WaitingLog log, FileSettings settings);

    /// Takes a partition away that is closed.
    void delete(TopicPartition partition, UUID topic);

    /// Says what is in the store and belongs to no topic, a sentence each, once the topics are known.
    List<String> strays(List<UUID> topics);

    @Override
    void close();
}
