package gregor.deque;

import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.OuterLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// A log around a log: after each append it lets leave what its retention no longer keeps, and nothing leaves
/// before the archive has it.
///
/// So an event is in the log, or in the archive, or for a moment in both; never in neither.
/// One thread at a time may call it.
public final class SpillingLog extends OuterLog<Log> {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int PIECES = 32;

    private final Retention retention;
    private final CsvArchive archive;
    private final InstantSource clock;
    private ArchiveException problem;

    /// Puts itself around a log.
    public SpillingLog(Log log, Retention retention, CsvArchive archive, InstantSource clock) {
        super(log);
        this.retention = retention;
        this.archive = archive;
        this.clock = clock;
    }

    /// Appends, then spills. That the archive has a problem does not fail the append: see [#problem()].
    @Override
    public long append(Batch batch) {
        long offset = log.append(batch);
        spill();
        return offset;
    }

    /// Lets leave what the retention no longer keeps. If the archive cannot take it, it stays, [#problem()] says
    /// why, and the next call tries again.
    public void spill() {
        try {
            forget(retention.keptFrom(log, clock.instant()));
            problem = null;
        } catch (ArchiveException e) {
            problem = e;
        }
    }

    /// Says why the last attempt to spill failed; empty if it did not.
    public Optional<ArchiveException> problem() {
        return Optional.ofNullable(problem);
    }

    /// Archives everything before an offset, piece by piece, and forgets it once the archive has it: many pieces at a
    /// time, since a log may have much to do to forget.
    ///
    /// @throws ArchiveException          if the archive cannot take it; what it did not take stays in the log
    /// @throws OffsetOutOfRangeException if the offset lies after [#end()]
    @Override
    public void forget(long upTo) {
        // To do: Let `archive` take everything before the offset, piece by piece, and let the log
        // inside forget what the archive has: after 32 pieces, at the end, and also if a piece
        // fails.
        throw new UnsupportedOperationException("SpillingLog.forget is not written yet");
    }

    /// Archives a piece, and returns where the next one begins.
    private long archive(long from, long upTo) {
        // To do: Give the archive one piece, and say where the next one begins.
        throw new UnsupportedOperationException("SpillingLog.archive is not written yet");
    }
}
