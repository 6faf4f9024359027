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
final class Eviction implements Runnable {
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    private final Broker broker;
    private final Duration age;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @throws IllegalArgumentException if the age is not positive
    Eviction(Broker broker, Duration age) {
        if (!age.isPositive()) {
            throw new IllegalArgumentException(
                    "a retention of " + age + " would delete every message at once; give more");
        }
        this.broker = broker;
        this.age = age;
    }

    /// Evicts until it is stopped: ten times within the age of a message, and at least once a second.
    @Override
    public void run() {
        Duration tenth = age.dividedBy(10).plusMillis(1);
        Duration pause = tenth.compareTo(MAX_PAUSE) < 0 ? tenth : MAX_PAUSE;
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                evict();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    /// Ends [#run()].
    void stop() {
        stopped.countDown();
    }
}
