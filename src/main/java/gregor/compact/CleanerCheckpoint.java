package gregor.compact;

import module java.base;

/// The offset up to which a log is clean, and since when: no event before the offset is superseded by another one
/// before it. Kafka: `cleaner-offset-checkpoint`.
///
/// @param offset the first dirty offset
/// @param since  the time at which the log became clean up to this offset
public record CleanerCheckpoint(long offset, Instant since) {}
