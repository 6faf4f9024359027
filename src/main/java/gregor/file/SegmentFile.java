package gregor.file;

/// The `.log` file of a segment, with what is needed to read its batches.
record SegmentFile(DataFile data, BatchFormat format, ReadBuffer buffer, SegmentName name) {
    static final String SUFFIX = ".log";
    /// The end of the name of an index of aborted transactions, which users of a log may put beside a segment.
    static final String TRANSACTIONS_SUFFIX = ".txnindex";

    BatchScanner scanner(long limit) {
        return scanner(0, limit, name.baseOffset(), true);
    }

    /// Returns a scanner before the batch at a position; the parameters are those of [BatchScanner].
    BatchScanner scanner(long position, long limit, long nextOffset, boolean known) {
        return new BatchScanner(data, format, buffer, position, limit, nextOffset, known, name.isDense());
    }
}
