package gregor.ancestor.minikafka;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.deque.Retention;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.thread.LogClosedException;
import gregor.topic.UnknownTopicOrPartitionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets messages leave one by one when they are too old, as MiniKafka does; a topic's own retention goes by whole
/// segments. Numbers go on.
public final class Eviction implements Runnable {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Broker broker;
    private final Duration age;
    private final CountDownLatch stopping = new CountDownLatch(1);

    public Eviction(Broker broker, Duration age) {
        this.broker = broker;
        this.age = age;
    }

    /// Looks again and again, ten times in the life of a message or once a second, until it is stopped.
    @Override
    public void run() {
        Duration tenth = age.dividedBy(10).plusMillis(1);
        Duration pause = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
        try {
            while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                evict();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets go of what is too old now, in all topics but the broker's own.
    void evict() {
        for (String topic : broker.topicNames()) {
            for (int number = 0; !Broker.isInternal(topic) && number < broker.partitions(topic); number++) {
                try {
                    evict(broker.partition(topic, number));
                } catch (UnknownTopicOrPartitionException | LogClosedException e) {
                    // it has been deleted
                } catch (PartitionUnavailableException | StorageException | CorruptLogException e) {
                    // the partition remembers what is wrong with it; the others have their turn
                }
            }
        }
    }

    private void evict(Partition log) {
        log.deleteBefore(Retention.age(age).firstRetainedOffset(log, broker.settings().clock().instant()));
    }

    public void stop() {
        stopping.countDown();
    }
}
