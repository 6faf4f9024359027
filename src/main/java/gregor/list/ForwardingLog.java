package gregor.list;

import java.util.List;

/// A log around a log. It hands every call on; who extends it changes what should be different.
///
/// Who may call it is what the log inside says, unless the one around it says otherwise.
///
/// @param <L> the kind of log inside
public class ForwardingLog<L extends Log> implements Log {
    /// The log inside.
    protected final L log;

    /// Puts itself around a log.
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
