package gregor.http;

import gregor.broker.Broker;
import gregor.broker.Partition;
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

/// The offset that is read next in each of some partitions, as a text such as `orders-0:17,orders-1:3`, and to wait at.
public final class PartitionOffsets {
    private static final Pattern PLACE = Pattern.compile("([a-zA-Z0-9._-]{1,249})-([0-9]{1,9}):([0-9]{1,18})");

    private PartitionOffsets() {}

    static String text(SortedMap<TopicPartition, Long> places) {
        return places.entrySet().stream().map(place -> place.getKey().topic() + "-" + place.getKey().partition() + ":"
                + place.getValue()).collect(Collectors.joining(","));
    }

    /// @throws Refusal if it is none that [#text] made
    static SortedMap<TopicPartition, Long> read(String text) {
        var places = new TreeMap<TopicPartition, Long>();
        for (String part : text.split(",", -1)) {
            Matcher place = PLACE.matcher(part);
            if (!place.matches()) {
                throw new HttpException(400, "Last-Event-ID is none that this door has given; leave it out to begin anew");
            }
            places.put(new TopicPartition(place.group(1), Integer.parseInt(place.group(2))),
                    Long.parseLong(place.group(3)));
        }
        return places;
    }

    /// Sleeps until one of the partitions has something to read at its place, or the time is over. Several are waited
    /// for by a virtual thread each; the first that has something sends the others home.
    static void await(Broker broker, Map<TopicPartition, Long> places, Duration timeout) {
        try {
            if (places.isEmpty()) {
                Thread.sleep(timeout);
            } else if (places.size() == 1) {
                places.forEach((partition, place) -> broker.partition(partition).awaitEnd(place, timeout));
            } else if (places.entrySet().stream()
                    .noneMatch(place -> broker.partition(place.getKey()).end() > place.getValue())) {
                awaitAny(broker, places, timeout);
            }
        } catch (InterruptedException e) {
            throw LogInterruptedException.after(e);
        }
    }

    private static void awaitAny(Broker broker, Map<TopicPartition, Long> places, Duration timeout)
            throws InterruptedException {
        var waits = new ArrayList<Callable<Boolean>>();
        places.forEach((name, place) -> {
            Partition partition = broker.partition(name);
            waits.add(() -> partition.awaitEnd(place, timeout));
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAny(waits, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // nothing came
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new LogClosedException();
        }
    }

    public static List<TopicPartition> all(Broker broker, List<String> topics) {
        var all = new ArrayList<TopicPartition>();
        for (String topic : topics) {
            for (int partition = 0; partition < broker.partitions(topic); partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        return all;
    }
}
