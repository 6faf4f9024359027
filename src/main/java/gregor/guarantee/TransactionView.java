package gregor.guarantee;

import module java.base;

/// What a reader of committed events needs to know of a log's transactions.
public interface TransactionView {
    /// Returns the last stable offset: all transactions before it have ended. Readers of committed events stop there.
    ///
    /// @param logEnd the end of the log, which it is if no transaction is open
    long lastStableOffset(long logEnd);

    /// Returns the first aborted transactions, by their markers, of which a reader may see an event between two
    /// offsets.
    List<AbortedTransaction> aborted(long from, long to, int limit);
}
