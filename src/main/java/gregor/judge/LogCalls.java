package gregor.judge;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.list.Utf8;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Requests about what is in a topic.
final class LogCalls {
    /// The time that stands for the first offset there is, in ListOffsets.
    static final long EARLIEST = -2;
    /// The time that stands for the offset that the next record will get.
    static final long LATEST = -1;
    private static final int ALL = -1;
    private static final int MAX_BYTES = 1 << 20;

    private LogCalls() {}

    /// Makes a batch of records with keys, a millisecond apart.
    static ByteBuffer batch(Codec codec, Origin origin, long firstTimestamp, String... values) {
        var events = new ArrayList<Event>();
        for (String value : values) {
            events.add(new Event(firstTimestamp + events.size(), Utf8.bytes("key " + events.size()),
                    Utf8.bytes(value), List.of()));
        }
        return PackedBatch.of(ListBatch.of(origin, events), codec).bytes();
    }

    /// Makes a batch of records, now.
    static ByteBuffer batch(String... values) {
        return batch(Codec.NONE, Origin.UNKNOWN, System.currentTimeMillis(), values);
    }

    static Request produce(String topic, int acks, ByteBuffer batch) {
        return Request.of(Api.PRODUCE).text(null).int16(acks).int32(5000)
                .array(Set.of(topic), (request, name) -> request.text(name)
                .array(Set.of(0), (partition, index) -> partition.int32(index).bytes(batch)));
    }

    /// Sends a batch to partition 0 and waits until all replicas have it.
    ///
    /// @param expected the error code that the answer must have
    /// @return the offset of its first record
    static long produce(Link link, String topic, ByteBuffer batch, int expected) throws IOException {
        return produced(link.ask(produce(topic, ALL, batch)), topic, expected);
    }

    static long produced(Response response, String topic, int expected) {
        List<List<Long>> offsets = response.array("topics", () -> {
            response.mustBe(topic, response.text("topic"));
            return response.array("partitions", () -> {
                response.mustBe(0, response.int32("partition"));
                response.error(expected);
                long offset = response.int64("base offset");
                response.must(expected != ErrorCode.NONE || offset >= 0, "an offset of 0 or more", offset);
                response.int64("log append time");
                response.int64("log start offset");
                response.array("record errors", () -> {
                    int index = response.int32("index in the batch");
                    response.text("error message");
                    return index;
                });
                response.text("error message");
                return offset;
            });
        });
        response.must(offsets.size() == 1 && offsets.getFirst().size() == 1, "an answer about one partition",
                offsets.size());
        response.int32("throttle time");
        response.close();
        return offsets.getFirst().getFirst();
    }

    /// What a fetch has got.
    ///
    /// @param end     where the next record will go, as far as readers may know (the high watermark)
    /// @param records batches, one behind the other
    /// @param from    the answer that they came in
    record Fetched(long end, byte[] records, Response from) {
        /// The batch that holds an offset.
        PackedBatch batch(long offset) {
            ByteBuffer rest = ByteBuffer.wrap(records);
            while (rest.remaining() > 12 && rest.getInt(rest.position() + 8) <= rest.remaining() - 12) {
                PackedBatch batch = PackedBatch.take(rest, gregor.packed.DecompressionLimits.DEFAULT);
                if (batch.lastOffset() >= offset) {
                    return batch;
                }
            }
            throw Fault.of("a batch with offset " + offset, records.length + " bytes without it");
        }
    }

    static Request fetch(String topic, long offset, int maxWaitMillis) {
        return Request.of(Api.FETCH).int32(-1).int32(maxWaitMillis).int32(1).int32(MAX_BYTES).int8(0)
                .int32(0).int32(-1)
                .array(Set.of(topic), (request, name) -> request.text(name)
                        .array(Set.of(0), (partition, index) -> partition.int32(index)
                        .int32(-1).int64(offset).int64(-1).int32(MAX_BYTES)))
                .array(Set.<Integer>of(), Request::int32).text("");
    }

    /// Reads partition 0, without waiting.
    ///
    /// @param expected the error code that the answer must have
    static Fetched fetch(Link link, String topic, long offset, int expected) throws IOException {
        return fetched(link.ask(fetch(topic, offset, 0)), topic, expected);
    }

    static Fetched fetched(Response response, String topic, int expected) {
        start(response);
        List<List<Fetched>> topics = response.array("topics", () -> {
            response.mustBe(topic, response.text("topic"));
            return response.array("partitions", () -> partition(response, expected));
        });
        return only(response, topics);
    }

    /// Reads partition 0 of a topic by its id, as clients do since Kafka 3.1.
    static Fetched fetch(Link link, UUID topic, long offset) throws IOException {
        Response response = link.ask(Request.of(Api.FETCH, 13, true).int32(-1).int32(0).int32(1)
                .int32(MAX_BYTES).int8(0).int32(0).int32(-1)
                .array(Set.of(topic), (request, id) -> request.uuid(id)
                        .array(Set.of(0), (partition, index) -> partition.int32(index)
                        .int32(-1).int64(offset).int32(-1).int64(-1).int32(MAX_BYTES).end()).end())
                .array(Set.<Integer>of(), Request::int32).text("").end());
        start(response);
        List<List<Fetched>> topics = response.array("topics", () -> {
            response.mustBe(topic, response.uuid("topic id"));
            List<Fetched> partitions = response.array("partitions", () -> partition(response, ErrorCode.NONE));
            response.end();
            return partitions;
        });
        return only(response, topics);
    }

    private static void start(Response response) {
        response.int32("throttle time");
        response.error(ErrorCode.NONE);
        response.int32("session id");
    }

    private static Fetched only(Response response, List<List<Fetched>> topics) {
        response.must(topics.size() == 1 && topics.getFirst().size() == 1, "an answer about one partition",
                topics.size());
        response.close();
        return topics.getFirst().getFirst();
    }

    private static Fetched partition(Response response, int expected) {
        response.mustBe(0, response.int32("partition"));
        response.error(expected);
        long end = response.int64("high watermark");
        response.int64("last stable offset");
        response.int64("log start offset");
        response.array("aborted transactions", () -> {
            long producer = response.int64("producer id");
            response.int64("first offset");
            response.end();
            return producer;
        });
        response.int32("preferred read replica");
        byte[] records = response.bytes("records");
        response.end();
        return new Fetched(end, records == null ? new byte[0] : records, response);
    }

    /// Asks for an offset of partition 0: that of the first record that is not older than a time.
    ///
    /// @param time milliseconds since 1970, [#EARLIEST] or [#LATEST]
    static long offset(Link link, String topic, long time) throws IOException {
        Response response = link.ask(Request.of(Api.LIST_OFFSETS).int32(-1).int8(0)
                .array(Set.of(topic), (request, name) -> request.text(name)
                .array(Set.of(0), (partition, index) -> partition.int32(index).int64(time))));
        response.int32("throttle time");
        List<List<Long>> offsets = response.array("topics", () -> {
            response.mustBe(topic, response.text("topic"));
            return response.array("partitions", () -> {
                response.mustBe(0, response.int32("partition"));
                response.error(ErrorCode.NONE);
                response.int64("timestamp");
                return response.int64("offset");
            });
        });
        response.must(offsets.size() == 1 && offsets.getFirst().size() == 1, "an answer about one partition",
                offsets.size());
        response.close();
        return offsets.getFirst().getFirst();
    }

    /// Says that what was fetched is what was sent, but for the place that the broker has given it.
    static void mustBe(ByteBuffer sent, long offset, Fetched fetched) {
        int[] expected = new int[sent.remaining()];
        Arrays.setAll(expected, i -> sent.get(i) & 0xff);
        for (int i = 0; i < 8; i++) {
            expected[i] = (int) (offset >>> 8 * (7 - i)) & 0xff;
        }
        Arrays.fill(expected, 12, 16, -1);
        fetched.from().mustBe(expected, fetched.records(), "the batch as it was sent, at offset " + offset);
    }
}
