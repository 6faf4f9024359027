package gregor.broker;

import module java.base;

import gregor.list.Log;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;

/// Waits for events in any of several partitions, without polling.
public final class Arrivals {
    /// A log, and the offset that its reader reads next.
    private record Position(Log log, long next) {
        boolean hasEvent() {
            try {
                return next < log.end();
            } catch (PartitionUnavailableException e) {
                return false;
            }
        }
    }

    private Arrivals() {}

    /// Waits until a partition has an event to read at its offset or after it, `changed` is counted down, or the timeout
    /// expires. It registers with the partitions before it compares, so that no append in between is missed.
    ///
    /// @param offsets what the reader reads next in each partition
    /// @throws LogClosedException      if a partition is closed
    /// @throws LogInterruptedException if this thread is interrupted
    public static void await(Broker broker, IsolationLevel isolation, Map<TopicPartition, Long> offsets,
            CountDownLatch changed, Duration timeout) {
        Runnable listener = changed::countDown;
        List<Partition> partitions = offsets.keySet().stream().map(broker::partition).toList();
        List<Position> positions = partitions.stream()
                .map(partition -> new Position(broker.log(partition, isolation), offsets.get(partition.name())))
                .toList();
        partitions.forEach(partition -> partition.addAppendListener(listener));
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!hasEvents(positions)) {
                changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                hasEvents(positions);
            }
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        } finally {
            partitions.forEach(partition -> partition.removeAppendListener(listener));
        }
    }

    private static boolean hasEvents(List<Position> positions) {
        return positions.stream().anyMatch(Position::hasEvent);
    }
}
