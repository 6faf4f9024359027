package gregor.http;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.thread.LogClosedException;
import gregor.thread.LogInterruptedException;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The offset to read next in each partition, as text such as `orders-0:17,orders-1:3`.
public final class PartitionOffsets {
    private static final Pattern OFFSET = Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9}):([0-9]{1,18})");

    private PartitionOffsets() {}

    /// Formats offsets so that [#read(String)] reads them.
    static String text(SortedMap<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .map(each -> each.getKey().topic() + "-" + each.getKey().partition() + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }

    /// Parses offsets.
    ///
    /// @throws HttpException if the text does not come from [#text(SortedMap)]
    static SortedMap<TopicPartition, Long> read(String text) {
        var offsets = new TreeMap<TopicPartition, Long>();
        for (String part : text.split(",", -1)) {
            Matcher offset = OFFSET.matcher(part);
            if (!offset.matches()) {
                throw new HttpException(400, "this Last-Event-ID is not from this door; leave it out to start afresh");
            }
            offsets.put(new TopicPartition(offset.group(1), Integer.parseInt(offset.group(2))),
                    Long.parseLong(offset.group(3)));
        }
        return offsets;
    }

    /// Waits until a partition has an event at its offset, or the timeout expires. For several partitions it starts a
    /// virtual thread each; the first one with an event interrupts the others.
    static void await(Broker broker, Map<TopicPartition, Long> offsets, Duration timeout) {
        try {
            if (offsets.isEmpty()) {
                Thread.sleep(timeout);
            } else if (offsets.size() == 1) {
                offsets.forEach((partition, offset) -> broker.partition(partition).awaitEnd(offset, timeout));
            } else if (offsets.entrySet().stream()
                    .noneMatch(offset -> isBefore(offset.getValue(), broker.partition(offset.getKey())))) {
                awaitAny(broker, offsets, timeout);
            }
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        }
    }

    private static boolean isBefore(long offset, Partition partition) {
        try {
            return offset < partition.end();
        } catch (PartitionUnavailableException e) {
            return false;
        }
    }

    private static void awaitAny(Broker broker, Map<TopicPartition, Long> offsets, Duration timeout)
            throws InterruptedException {
        var waits = new ArrayList<Callable<Boolean>>();
        offsets.forEach((name, offset) -> {
            Partition partition = broker.partition(name);
            waits.add(() -> partition.awaitEnd(offset, timeout));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAny(waits, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // no event within the timeout
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new LogClosedException();
        }
    }

    /// Returns all partitions of topics.
    static List<TopicPartition> all(Broker broker, List<String> topics) {
        var all = new ArrayList<TopicPartition>();
        for (String topic : topics) {
            for (int partition = 0; partition < broker.partitions(topic); partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        return all;
    }
}
