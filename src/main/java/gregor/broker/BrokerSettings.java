package gregor.broker;

import module java.base;

import gregor.file.BatchFormat;
import gregor.file.BatchFormats;
import gregor.file.FsyncPolicy;

/// How a broker runs.
///
/// @param folder           the data folder; empty for a broker in memory, whose data ends with the process
/// @param archive          the folder of the archives of topics with `archive=csv`
/// @param fsync            when events are forced to the disk, unless their topic overrides it
/// @param format           the format of new logs; an existing log keeps its own
/// @param partitions       the number of partitions of an auto-created topic; Kafka: `num.partitions`
/// @param topicPartitions  the largest number of partitions of a topic
/// @param brokerPartitions the largest number of partitions of all topics
/// @param autoCreate       whether a first write creates its topic; Kafka: `auto.create.topics.enable`
/// @param statistics       the interval at which the broker writes its statistics
/// @param transactionalIdExpiration how long an unused transactional id is kept; Kafka:
///                                  `transactional.id.expiration.ms`
/// @param producerIdExpiration how long the broker recognises resends of a producer that does not write; Kafka:
///                         `producer.id.expiration.ms`
/// @param clock            the time of day, for events and retention; it may be set to another time while the broker
///                         runs
/// @param steadyClock      the time by which sessions of members end; it never jumps
public record BrokerSettings(Optional<Path> folder, Path archive, FsyncPolicy fsync, BatchFormat format, int partitions,
        int topicPartitions, int brokerPartitions, boolean autoCreate, Duration statistics,
        Duration transactionalIdExpiration, Duration producerIdExpiration, InstantSource clock,
        InstantSource steadyClock) {
    private static final int TOPIC_PARTITIONS = 10_000;
    private static final int BROKER_PARTITIONS = 50_000;

    /// @throws IllegalArgumentException if a number of partitions is below 1 or a time is not positive
    public BrokerSettings {
        if (topicPartitions < 1 || brokerPartitions < 1) {
            throw new IllegalArgumentException("a topic and a broker can have 1 partition or more, not "
                    + Math.min(topicPartitions, brokerPartitions));
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic has 1 partition or more, not " + partitions);
        }
        if (!statistics.isPositive()) {
            throw new IllegalArgumentException("the interval of statistics must be positive, not " + statistics);
        }
        if (!transactionalIdExpiration.isPositive() || !producerIdExpiration.isPositive()) {
            throw new IllegalArgumentException("transactional ids and producers cannot expire after "
                    + (transactionalIdExpiration.isPositive() ? producerIdExpiration : transactionalIdExpiration)
                            .toMillis()
                    + " ms; give 1ms or more");
        }
    }

    /// Returns the settings of a broker in a folder: each append is forced, a first write creates a topic of one
    /// partition, statistics every five minutes, expiration after Kafka's times.
    public static BrokerSettings in(Path folder) {
        return of(Optional.of(folder), folder.resolve("archive"), FsyncPolicy.everyAppend());
    }

    /// Returns the settings of a broker in memory, with archives on the disk; otherwise as [#in(Path)].
    public static BrokerSettings inMemory(Path archive) {
        return of(Optional.empty(), archive, FsyncPolicy.never());
    }

    private static BrokerSettings of(Optional<Path> folder, Path archive, FsyncPolicy fsync) {
        return new BrokerSettings(folder, archive, fsync, BatchFormats.defaultFormat(), 1, TOPIC_PARTITIONS,
                BROKER_PARTITIONS, true, Duration.ofMinutes(5), Duration.ofDays(7), Duration.ofDays(1),
                InstantSource.system(), new SteadyClock());
    }

    public BrokerSettings with(InstantSource other) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, other, other);
    }

    public BrokerSettings withSteadyClock(InstantSource other) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, clock, other);
    }

    public BrokerSettings with(FsyncPolicy other) {
        return new BrokerSettings(folder, archive, other, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }

    public BrokerSettings with(BatchFormat other) {
        return new BrokerSettings(folder, archive, fsync, other, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }

    public BrokerSettings withArchive(Path other) {
        return new BrokerSettings(folder, other, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }

    /// Returns these settings with other auto-created topics.
    ///
    /// @throws IllegalArgumentException if `partitions` < 1
    public BrokerSettings withNewTopics(int partitions, boolean autoCreate) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }

    /// Returns these settings with other limits of partitions.
    ///
    /// @throws IllegalArgumentException if a limit is below 1
    public BrokerSettings withPartitionLimits(int ofTopic, int ofBroker) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, ofTopic, ofBroker, autoCreate, statistics,
                transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }

    /// Returns these settings with other times after which unused transactional ids and producers are forgotten.
    ///
    /// @throws IllegalArgumentException if a time is not positive
    public BrokerSettings withExpiration(Duration ofTransactionalIds, Duration ofProducers) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, statistics, ofTransactionalIds, ofProducers, clock, steadyClock);
    }

    /// Returns these settings with another interval of statistics.
    ///
    /// @throws IllegalArgumentException if the interval is not positive
    public BrokerSettings withStatistics(Duration interval) {
        return new BrokerSettings(folder, archive, fsync, format, partitions, topicPartitions, brokerPartitions,
                autoCreate, interval, transactionalIdExpiration, producerIdExpiration, clock, steadyClock);
    }
}
