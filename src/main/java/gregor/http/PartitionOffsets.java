package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.topic.TopicPartition;

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
