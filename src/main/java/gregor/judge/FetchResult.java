package gregor.judge;

import module java.base;

import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/// A fetch of partition 0 of one topic.
record FetchResult(TracedMessage response) {
    private static final String PARTITION = "responses[0].partitions[0].";

    /// Checks that a response is about partition 0 of one topic.
    static FetchResult of(TracedMessage response, Errors expected) {
        response.expectNoError();
        response.expectOne("responses");
        response.expectOne("responses[0].partitions");
        response.expect(0, PARTITION + "partition_index");
        response.expectError(expected, PARTITION + "error_code");
        return new FetchResult(response);
    }

    ByteBuffer records() {
        var records = (MemoryRecords) response.value(PARTITION + "records");
        return records == null ? ByteBuffer.allocate(0) : records.buffer();
    }

    /// Checks the end of the records that consumers may read.
    void expectHighWatermark(long expected) {
        response.expect(expected, PARTITION + "high_watermark");
    }

    /// Checks that the records are a batch as it was sent, but for the offset and the leader epoch that the broker
    /// writes.
    void expectBatch(ByteBuffer sent, long offset) {
        int[] expected = new int[sent.remaining()];
        Arrays.setAll(expected, i -> sent.get(i) & 0xff);
        for (int i = 0; i < Long.BYTES; i++) {
            expected[i] = (int) (offset >>> 8 * (7 - i)) & 0xff;
        }
        Arrays.fill(expected, 12, 16, TracedMessage.ANY);
        response.expectBytes(expected, records(), "the batch as it was sent, at offset " + offset,
                PARTITION + "records");
    }
}
