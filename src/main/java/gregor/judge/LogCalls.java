package gregor.judge;

import module java.base;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.list.Utf8;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// Requests about the records in partition 0 of a topic.
record LogCalls(MessageExchange broker, String topic) {
    /// The timestamp that means the first offset, in ListOffsets.
    static final long EARLIEST = -2;
    /// The timestamp that means the offset of the next record, in ListOffsets.
    static final long LATEST = -1;
    /// The first version of Fetch that names topics by id (KIP-516).
    static final int FETCH_BY_ID = 13;
    private static final short ALL = -1;
    private static final int MAX_BYTES = 1 << 20;

    /// Makes a batch of records with keys, a millisecond apart.
    static ByteBuffer batch(Codec codec, Origin origin, long firstTimestamp, String... values) {
        var events = new ArrayList<Event>();
        for (String value : values) {
            events.add(new Event(firstTimestamp + events.size(), Utf8.bytes("key " + events.size()), Utf8.bytes(value),
                    List.of()));
        }
        return PackedBatch.of(ListBatch.of(origin, events), codec).bytes();
    }

    static ByteBuffer batch(String... values) {
        return batch(Codec.NONE, Origin.UNKNOWN, System.currentTimeMillis(), values);
    }

    /// @param acks 0 for no response, -1 for all in-sync replicas
    ProduceRequestData produceRequest(short acks, ByteBuffer batch) {
        var partition = new PartitionProduceData().setIndex(0).setRecords(MemoryRecords.readableRecords(batch.slice()));
        var data = new TopicProduceData().setName(topic).setPartitionData(List.of(partition));
        return new ProduceRequestData().setAcks(acks).setTimeoutMs(5000)
                .setTopicData(new TopicProduceDataCollection(List.of(data).iterator()));
    }

    /// Sends a batch with acks=all.
    ///
    /// @return the offset of its first record
    long produce(ByteBuffer batch) throws IOException {
        return produce(batch, Errors.NONE);
    }

    /// Sends a batch with acks=all.
    ///
    /// @return the offset of its first record, if there is no error
    long produce(ByteBuffer batch, Errors expected) throws IOException {
        var response = broker.exchange(produceRequest(ALL, batch));
        response.expectOne("responses", "name", topic);
        response.expectOne("responses[0].partition_responses");
        String path = "responses[0].partition_responses[0].";
        response.expect(0, path + "index");
        response.expectError(expected, path + "error_code");
        long offset = (long) response.value(path + "base_offset");
        response.check(expected != Errors.NONE || offset >= 0, "an offset of 0 or more", path + "base_offset");
        return offset;
    }

    /// @param id            the topic for versions from 13 on, which have no name; earlier ones ignore it
    /// @param maxWaitMillis how long the broker may wait for records
    FetchRequestData fetchRequest(Uuid id, long offset, int maxWaitMillis) {
        var partition = new FetchPartition().setPartition(0).setFetchOffset(offset).setPartitionMaxBytes(MAX_BYTES);
        return new FetchRequestData().setMaxWaitMs(maxWaitMillis).setMinBytes(1).setMaxBytes(MAX_BYTES)
                .setTopics(List.of(new FetchTopic().setTopic(topic).setTopicId(id).setPartitions(List.of(partition))));
    }

    /// Sends a Fetch request without waiting for the response.
    RawRequest sendFetch(long offset, int maxWaitMillis) throws IOException {
        return broker.send(fetchRequest(Uuid.ZERO_UUID, offset, maxWaitMillis));
    }

    FetchResult receiveFetch(RawRequest request, Errors expected) throws IOException {
        var result = FetchResult.of(broker.receive(request), expected);
        result.response().expect(topic, "responses[0].topic");
        return result;
    }

    FetchResult fetch(long offset) throws IOException {
        return fetch(offset, Errors.NONE);
    }

    FetchResult fetch(long offset, Errors expected) throws IOException {
        return receiveFetch(sendFetch(offset, 0), expected);
    }

    /// Fetches what is available by the id of the topic, as clients do since Kafka 3.1.
    FetchResult fetchById(Uuid id, long offset) throws IOException {
        RawRequest request = broker.encode(fetchRequest(id, offset, 0), FETCH_BY_ID);
        var result = FetchResult.of(broker.exchange(request), Errors.NONE);
        result.response().expect(id, "responses[0].topic_id");
        return result;
    }

    long latest() throws IOException {
        return offset(listOffsets(LATEST));
    }

    /// Checks the first offset whose timestamp is at least `timestamp`.
    ///
    /// @param timestamp milliseconds since 1970, [#EARLIEST] or [#LATEST]
    void expectOffset(long expected, String what, long timestamp) throws IOException {
        TracedMessage response = listOffsets(timestamp);
        response.check(offset(response) == expected, "offset " + expected + " as " + what,
                "topics[0].partitions[0].offset");
    }

    private TracedMessage listOffsets(long timestamp) throws IOException {
        var partition = new ListOffsetsPartition().setPartitionIndex(0).setTimestamp(timestamp);
        var data = new ListOffsetsTopic().setName(topic).setPartitions(List.of(partition));
        return broker.exchange(new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(data)));
    }

    private long offset(TracedMessage response) {
        response.expectOne("topics", "name", topic);
        response.expectOne("topics[0].partitions", "partition_index", 0);
        response.expectError(Errors.NONE, "topics[0].partitions[0].error_code");
        return (long) response.value("topics[0].partitions[0].offset");
    }

    /// Sends a batch that the broker must reject with an error, and checks that the log did not change.
    void expectRejected(ByteBuffer batch, Errors error) throws IOException {
        long end = latest();
        produce(batch, error);
        expectOffset(end, "the latest, as before", LATEST);
    }
}
