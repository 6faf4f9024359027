package gregor.packed;

import gregor.list.Event;

/// What [RecordValidator] has found in the records of a valid batch.
///
/// @param minTimestamp    the smallest timestamp, not counting [Event#NO_TIMESTAMP]; without timestamps
///                        [Long#MAX_VALUE]
/// @param maxTimestamp    the largest timestamp; without timestamps [Event#NO_TIMESTAMP]
/// @param firstWithoutKey the index of the first record without a key; -1 if each has one
/// @param bytes           the decompressed size of the records
public record RecordSummary(long minTimestamp, long maxTimestamp, int firstWithoutKey, long bytes) {}
