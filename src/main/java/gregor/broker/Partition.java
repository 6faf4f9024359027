package gregor.broker;

import gregor.compact.MissingKeyException;
import gregor.file.CorruptLogException;
import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FormatException;
import gregor.file.GroupCommit;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.thread.LogClosedException;
import gregor.thread.WaitingLog;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// One log of a broker: it opens itself when somebody needs it, takes only what its topic takes, and counts.
///
/// If its log cannot be opened, each call says why, with a [PartitionUnavailableException], and no other partition
/// is affected. What the log itself throws goes through. Any thread may call it.
public final class Partition implements WaitingLog {
    private final TopicPartition name;
    private final Supplier<WaitingLog> opener;
    private final LongAdder appends = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Set<Runnable> appendListeners = ConcurrentHashMap.newKeySet();
    private volatile Limits limits;
    private volatile WaitingLog log;
    private volatile Exception lastError;
    private volatile boolean unavailable;
    private volatile boolean closed;

    private record Limits(int maxBytes, boolean keyed, TopicConfig configuration) {}

    /// Names a log that nobody has opened yet.
    Partition(TopicPartition name, Supplier<WaitingLog> opener, TopicConfig configuration) {
        this.name = name;
        this.opener = opener;
        configure(configuration);
    }

    void configure(TopicConfig configuration) {
        limits = new Limits(BrokerTopicConfigs.maxMessageBytes(configuration), BrokerTopicConfigs.compacts(configuration),
                configuration);
    }

    /// The settings of its topic.
    public TopicConfig configuration() {
        return limits.configuration();
    }

    /// What it is called.
    public TopicPartition name() {
        return name;
    }

    /// The log inside, which is opened if it is not yet.
    WaitingLog log() {
        WaitingLog open = log;
        return open != null ? open : open();
    }

    private synchronized WaitingLog open() {
        if (closed) {
            throw new LogClosedException();
        }
        if (unavailable) {
            throw new PartitionUnavailableException(name, lastError);
        }
        if (log == null) {
            try {
                log = opener.get();
            } catch (StorageException | CorruptLogException | FormatException | LogLockedException e) {
                unavailable = true;
                lastError = e;
                throw new PartitionUnavailableException(name, e);
            }
        }
        return log;
    }

    boolean isUnavailable() {
        return unavailable;
    }

    boolean isOpen() {
        return log != null;
    }

    /// Appends a batch and returns the offset of its first event.
    ///
    /// @throws BatchTooLargeException if it has more bytes than the topic takes
    /// @throws MissingKeyException    if the topic is compacted and an event has no key
    @Override
    public long append(Batch batch) {
        WaitingLog open = log();
        check(batch);
        try {
            long offset = open.append(batch);
            appends.add(batch.lastOffset() - batch.baseOffset() + 1);
            appendListeners.forEach(Runnable::run);
            return offset;
        } catch (StorageException | CorruptLogException e) {
            throw noted(e);
        }
    }

    private void check(Batch batch) {
        Limits now = limits;
        if (batch.sizeInBytes() > now.maxBytes()) {
            errors.increment();
            throw new RecordBatchTooLargeException(name, batch.sizeInBytes(), now.maxBytes());
        }
        if (now.keyed()) {
            checkKeys(batch);
        }
    }

    private void checkKeys(Batch batch) {
        int place = 0;
        for (Entry entry : batch) {
            if (entry.event().key() == null) {
                errors.increment();
                throw new MissingKeyException(place);
            }
            place++;
        }
    }

    private RuntimeException noted(RuntimeException e) {
        errors.increment();
        recordError(e);
        return e;
    }

    void recordError(RuntimeException e) {
        lastError = e;
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        WaitingLog open = log();
        reads.increment();
        try {
            return open.read(from, maxBytes);
        } catch (StorageException | CorruptLogException e) {
            throw noted(e);
        }
    }

    @Override
    public long start() {
        return log().start();
    }

    @Override
    public long end() {
        return log().end();
    }

    @Override
    public long sizeInBytes() {
        return log().sizeInBytes();
    }

    @Override
    public void deleteBefore(long upTo) {
        log().deleteBefore(upTo);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        log().replace(upTo, survivors);
    }

    @Override
    public boolean awaitEnd(long beyond, Duration timeout) {
        return log().awaitEnd(beyond, timeout);
    }

    @Override
    public int waiting() {
        WaitingLog open = log;
        return open == null ? 0 : open.waiting();
    }

    /// Rings a bell after each append, and when this is closed, for who waits at many partitions at once. Whoever
    /// appends rings it, so it must take no time; it may ring once too often.
    public void addAppendListener(Runnable bell) {
        appendListeners.add(bell);
    }

    /// Rings that bell no more.
    public void unwatch(Runnable bell) {
        appendListeners.remove(bell);
    }

    /// What [#read(long, int)] would give, as bytes of a file in the format of the broker, to be sent and closed; empty
    /// if the log is not in files.
    public Optional<FileRegion> region(long from, int maxBytes) {
        WaitingLog open = log();
        if (!(open instanceof GroupCommit files)) {
            return Optional.empty();
        }
        reads.increment();
        try {
            return Optional.of(files.region(from, maxBytes));
        } catch (StorageException | CorruptLogException e) {
            throw noted(e);
        }
    }

    /// Finds the first event that is as young as a time, and returns its offset; empty if there is none.
    public OptionalLong offsetAt(Instant time) {
        if (log() instanceof GroupCommit files) {
            return files.withLog(file -> file.offsetAt(time));
        }
        for (Entry entry : entries(start())) {
            if (entry.event().timestamp() >= time.toEpochMilli()) {
                return OptionalLong.of(entry.offset());
            }
        }
        return OptionalLong.empty();
    }

    /// Says what is wrong with it; empty if nothing is.
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError).map(Exception::getMessage);
    }

    /// What was set aside or made again when its log was opened, a sentence each.
    List<String> repairs() {
        return log instanceof GroupCommit files ? files.withLog(FileLog::repairs) : List.of();
    }

    /// How many events were put in, how often somebody has read, and how many calls failed, since it was made.
    Counts counts() {
        return new Counts(appends.sum(), reads.sum(), errors.sum());
    }

    record Counts(long puts, long gets, long errors) {
        Counts minus(Counts before) {
            return new Counts(puts - before.puts, gets - before.gets, errors - before.errors);
        }
    }

    /// Closes the log. It is not opened again.
    @Override
    public synchronized void close() {
        closed = true;
        if (log != null) {
            log.close();
        }
        appendListeners.forEach(Runnable::run);
    }

    @Override
    public String toString() {
        return log == null ? name + ", not opened yet" : log.toString();
    }
}
