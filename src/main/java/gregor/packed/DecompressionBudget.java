package gregor.packed;

/// What the batches of one request may take together when they are decompressed: the free bytes of the limits once, and
/// beyond them the ratio. So a request of many small batches costs no more than one of its size. One thread at a time
/// may call it.
public final class DecompressionBudget {
    private final DecompressionLimits limits;
    private long free;

    /// Makes a budget for one request.
    public DecompressionBudget(DecompressionLimits limits) {
        this.limits = limits;
        free = limits.freeBytes();
    }

    /// Validates the records of a batch. An invalid batch takes all free bytes.
    ///
    /// @throws InvalidRecordException if a record is malformed, or the records are not one for each offset
    /// @throws BatchTooLargeException if the batch exceeds the rest of the budget
    public RecordSummary validate(PackedBatch batch) {
        var rest = new DecompressionLimits(limits.maxBytes(), (int) Math.max(1, free), limits.ratio());
        long before = free;
        free = 0;
        RecordSummary summary = RecordValidator.validate(batch, rest);
        free = batch.codec() == Codec.NONE ? before : Math.max(0, before - summary.bytes());
        return summary;
    }
}
