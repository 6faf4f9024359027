package gregor.replica;

import gregor.list.Batch;

/// A batch and the epoch of the leader that appended it (Kafka: `partitionLeaderEpoch` in the batch).
public record EpochBatch(int epoch, Batch batch) {}
