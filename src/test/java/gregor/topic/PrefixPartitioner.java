package gregor.topic;

import module java.base;

import gregor.list.Event;

/// Keeps the events of a tenant in one partition. The tenant is the key up to its first colon, or the whole key if it has
/// none: `acme:order-1` and `acme:order-2` belong together. An event without a key goes to any partition.
///
/// It has no state, so all producers choose the same partitions. Any thread may call it.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class PrefixPartitioner implements Partitioner {
    @Override
    public int partition(String topic, Event event, int partitions) {
        byte[] key = event.key() == null ? new byte[0] : event.key();
        int length = 0;
        while (length < key.length && key[length] != ':') {
            length++;
        }
        return (Murmur2.hash(Arrays.copyOf(key, length)) & Integer.MAX_VALUE) % partitions;
    }
}
