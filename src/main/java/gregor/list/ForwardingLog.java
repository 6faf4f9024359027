package gregor.list;

import module java.base;

/// A log that forwards every call to another log; a subclass overrides what differs.
///
/// The same threads may call it as the wrapped log, unless the subclass says otherwise.
///
/// @param <L> the type of the wrapped log
public class ForwardingLog<L extends Log> implements Log {
    /// The wrapped log.
    protected final L log;

    protected ForwardingLog(L log) {
        this.log = log;
    }

    @Override
    public long append(Batch batch) {
        return log.append(batch);
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long start() {
        return log.start();
    }

    @Override
    public long end() {
        return log.end();
    }

    @Override
    public long sizeInBytes() {
        return log.sizeInBytes();
    }

    @Override
    public void deleteBefore(long upTo) {
        log.deleteBefore(upTo);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        log.replace(upTo, survivors);
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
