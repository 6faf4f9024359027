package gregor.kafka.transaction;

import module java.base;

import gregor.guarantee.ProducerException;
import gregor.guarantee.ProducerException.Reason;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;

/// Writes the markers of a transaction to many partitions at the same time, since each waits for the disk.
final class Markers {
    private Markers() {}

    /// Calls a writer for each partition, and throws what the first one throws. A partition that was deleted, or has
    /// markers of a newer epoch, needs none.
    static void write(List<TopicPartition> partitions, Consumer<TopicPartition> writer) {
        if (partitions.size() == 1) {
            write(writer, partitions.getFirst());
            return;
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            partitions.forEach(partition -> running.add(threads.submit(() -> write(writer, partition))));
            for (Future<?> one : running) {
                await(one);
            }
        }
    }

    private static void write(Consumer<TopicPartition> writer, TopicPartition partition) {
        try {
            writer.accept(partition);
        } catch (UnknownTopicOrPartitionException e) {
            // it needs none
        } catch (ProducerException e) {
            if (e.reason() != Reason.INVALID_PRODUCER_EPOCH) {
                throw e;
            }
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
