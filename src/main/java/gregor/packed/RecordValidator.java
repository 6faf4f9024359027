package gregor.packed;

import gregor.list.Event;

/// Validates the records of a batch that a client has made, so that whatever gets an offset can be read. Kafka:
/// `LogValidator`.
///
/// It checks what a reader relies on: the number of records, their lengths, their numbers, an offset for each, the
/// decompression and its limits. It skips keys, values and headers, and makes no object of a record.
public final class RecordValidator {
    private static final int MAX_NUMBER_BYTES = 10;
    private static final int MIN_HEADER_BYTES = 2;

    private final RecordStream records;
    private final long baseTimestamp;
    private long minTimestamp = Long.MAX_VALUE;
    private long maxTimestamp = Event.NO_TIMESTAMP;
    private int firstWithoutKey = -1;

    private RecordValidator(RecordStream records, long baseTimestamp) {
        this.records = records;
        this.baseTimestamp = baseTimestamp;
    }

    /// Validates the records of a batch whose checksum is right. See [DecompressionBudget] for several.
    ///
    /// @throws InvalidRecordException if a record is malformed, or the records are not one for each offset
    /// @throws BatchTooLargeException if the batch exceeds the limits
    public static RecordSummary validate(PackedBatch batch, DecompressionLimits limits) {
        if (batch.count() == 0 || batch.lastOffset() - batch.baseOffset() + 1 != batch.count()) {
            throw new InvalidRecordException("a batch has a count of " + batch.count() + " records for "
                    + (batch.lastOffset() - batch.baseOffset() + 1) + " offsets; it must have one for each");
        }
        try (RecordStream records = batch.stream(limits)) {
            return new RecordValidator(records, batch.baseTimestamp()).validate(batch.count());
        } catch (BatchTooLargeException | InvalidRecordException e) {
            throw e;
        } catch (CorruptBatchException e) {
            throw new InvalidRecordException(String.valueOf(e.getMessage()));
        }
    }

    private RecordSummary validate(int count) {
        for (int i = 0; i < count; i++) {
            try {
                record(i);
            } catch (BatchTooLargeException e) {
                throw e;
            } catch (CorruptBatchException e) {
                throw new InvalidRecordException("record " + i + " of " + count + ": " + e.getMessage());
            }
        }
        if (records.ahead(1).hasRemaining()) {
            throw new InvalidRecordException("bytes follow the last of " + count + " records");
        }
        return new RecordSummary(minTimestamp, maxTimestamp, firstWithoutKey, records.position());
    }

    private int number() {
        return Varint.readInt(records.ahead(MAX_NUMBER_BYTES));
    }

    private void record(int index) {
        int length = number();
        long end = records.position() + length;
        if (length < 0 || !records.ahead(1).hasRemaining()) {
            throw new CorruptBatchException("it has a length of " + length + " bytes");
        }
        records.skip(1);
        timestamp(baseTimestamp + Varint.read(records.ahead(MAX_NUMBER_BYTES)));
        int delta = number();
        if (delta != index) {
            throw new CorruptBatchException("it has the offset delta " + delta);
        }
        if (skipPayload(end) && firstWithoutKey < 0) {
            firstWithoutKey = index;
        }
        skipPayload(end);
        skipHeaders(end);
        if (records.position() != end) {
            throw new CorruptBatchException(
                    "it has a length of " + length + " bytes, and takes " + (records.position() - end + length));
        }
    }

    private void timestamp(long timestamp) {
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        if (timestamp != Event.NO_TIMESTAMP) {
            minTimestamp = Math.min(minTimestamp, timestamp);
        }
    }

    private void skipHeaders(long end) {
        int count = number();
        if (count < 0 || count > (end - records.position()) / MIN_HEADER_BYTES) {
            throw new CorruptBatchException(
                    "it has a count of " + count + " headers, in " + (end - records.position()) + " bytes");
        }
        for (int i = 0; i < count; i++) {
            if (skipPayload(end)) {
                throw new CorruptBatchException("header " + i + " has no name");
            }
            skipPayload(end);
        }
    }

    /// Skips a payload that ends before `end`, and returns whether it is null.
    private boolean skipPayload(long end) {
        int length = number();
        if (length < -1 || length > end - records.position()) {
            throw new CorruptBatchException(
                    "a payload has a length of " + length + " bytes, and " + (end - records.position()) + " are left");
        }
        records.skip(Math.max(0, length));
        return length == -1;
    }
}
