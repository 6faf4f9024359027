package gregor.ancestor.minikafka;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.deque.Retention;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.thread.LogClosedException;
import gregor.topic.UnknownTopicOrPartitionException;

/// Deletes messages one by one when they are too old, as MiniKafka does; a topic's own retention deletes whole
/// segments. The numbers of deleted messages are not used again.
final class Eviction {
    private static final long MAX_PAUSE_MILLIS = 1000;

    private final Broker broker;
    private final Duration age;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("minikafka eviction").factory());

    /// @throws IllegalArgumentException if the age is not positive
    Eviction(Broker broker, Duration age) {
        if (!age.isPositive()) {
            throw new IllegalArgumentException(
                    "a retention of " + age + " would delete every message at once; give more");
        }
        this.broker = broker;
        this.age = age;
    }

    /// Starts to evict: ten times within the age of a message, and at least once a second.
    void start() {
        long pause = Math.min(age.toMillis() / 10 + 1, MAX_PAUSE_MILLIS);
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::evict, pause, pause, TimeUnit.MILLISECONDS);
    }

    /// Deletes the messages that are too old now, in all topics except the broker's own.
    void evict() {
        for (String topic : broker.topicNames()) {
            for (int number = 0; !Broker.isInternal(topic) && number < broker.partitions(topic); number++) {
                try {
                    evict(broker.partition(topic, number));
                } catch (UnknownTopicOrPartitionException | LogClosedException e) {
                    // deleted meanwhile
                } catch (PartitionUnavailableException | StorageException | CorruptLogException e) {
                    // the partition keeps the error; the others go on
                }
            }
        }
    }

    private void evict(Partition log) {
        log.deleteBefore(Retention.age(age).firstRetainedOffset(log, broker.settings().clock().instant()));
    }

    /// Stops what [#start()] started, and waits for it.
    void stop() {
        timer.close();
    }
}
