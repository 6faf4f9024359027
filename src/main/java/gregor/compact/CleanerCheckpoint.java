package gregor.compact;

import java.time.Instant;

/// How far a log is clean, and since when: before the offset no event is left that another one before it supersedes.
///
/// @param offset the first dirty offset
public record CleanerCheckpoint(long offset, Instant since) {}
