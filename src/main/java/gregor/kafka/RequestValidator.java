package gregor.kafka;

import gregor.packed.BatchTooLargeException;
import gregor.packed.DecompressionBudget;
import gregor.packed.DecompressionLimits;
import gregor.packed.InvalidRecordException;
import gregor.packed.PackedBatch;
import gregor.packed.RecordSummary;

/// Validates the batches of one Produce request: on the thread of the connection if little is to be decompressed, else
/// on the threads of [HeavyRequests].
final class RequestValidator {
    /// 1 MiB, and beyond it a ratio of 20: a few milliseconds.
    private static final DecompressionLimits QUICK = new DecompressionLimits(1 << 24, 1 << 20, 20);

    private final RequestContext context;
    private final DecompressionBudget quick = new DecompressionBudget(QUICK);
    private final DecompressionBudget full = new DecompressionBudget(DecompressionLimits.DEFAULT);

    RequestValidator(RequestContext context) {
        this.context = context;
    }

    /// @throws InvalidRecordException if they are invalid
    /// @throws BatchTooLargeException if the batches of the request take too much when they are decompressed
    RecordSummary validate(PackedBatch batch) {
        try {
            return quick.validate(batch);
        } catch (BatchTooLargeException e) {
            return context.compute(() -> full.validate(batch));
        }
    }
}
