package gregor.broker;

import module java.base;

import gregor.compact.MissingKeyException;
import gregor.file.BatchFormat;
import gregor.file.CorruptLogException;
import gregor.file.FileRegion;
import gregor.file.FormatException;
import gregor.file.LogLockedException;
import gregor.file.StorageException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.thread.LogClosedException;
import gregor.thread.WaitingLog;
import gregor.topic.TopicConfig;
import gregor.topic.TopicPartition;

/// One partition of a broker: opens its log when it is first used, enforces the limits of its topic, and counts.
///
/// If the log cannot be opened, each call throws [PartitionUnavailableException] with the reason; other partitions are
/// not affected. Exceptions of the log itself pass through. Any thread may call it.
public final class Partition implements WaitingLog {
    private final TopicPartition name;
    private final Supplier<PartitionLog> opener;
    private final LongAdder appends = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Set<Runnable> appendListeners = ConcurrentHashMap.newKeySet();
    private volatile Limits limits;
    private volatile PartitionLog log;
    private volatile Exception lastError;
    private volatile List<String> losses = List.of();
    private volatile boolean unavailable;
    private volatile boolean closed;

    private record Limits(int maxBytes, boolean keyed, String compression, String movedTo, TopicConfig configuration) {}

    /// Names a partition whose log is not open yet.
    Partition(TopicPartition name, Supplier<PartitionLog> opener, TopicConfig configuration) {
        this.name = name;
        this.opener = opener;
        configure(configuration);
    }

    void configure(TopicConfig configuration) {
        limits = new Limits(BrokerTopicConfigs.maxMessageBytes(configuration),
                BrokerTopicConfigs.compacts(configuration), BrokerTopicConfigs.compression(configuration),
                BrokerTopicConfigs.movedTo(configuration), configuration);
    }

    public TopicConfig configuration() {
        return limits.configuration();
    }

    public TopicPartition name() {
        return name;
    }

    /// Returns the log, opened if it is not open yet.
    PartitionLog log() {
        PartitionLog open = log;
        return open != null ? open : open();
    }

    private synchronized PartitionLog open() {
        if (closed) {
            throw new LogClosedException();
        }
        if (unavailable) {
            throw new PartitionUnavailableException(name, lastError);
        }
        if (log == null) {
            try {
                log = opener.get();
                losses = log.losses();
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

    /// Returns the log if it is open.
    Optional<PartitionLog> openLog() {
        return Optional.ofNullable(log);
    }

    /// Appends a batch and returns the offset of its first event.
    ///
    /// @throws RecordBatchTooLargeException if it has more bytes than `max.message.bytes`
    /// @throws MissingKeyException          if the topic is compacted and an event has no key
    /// @throws TopicMovedException          if the topic has moved to another cluster
    @Override
    public long append(Batch batch) {
        checkNotMoved();
        if (limits.keyed()) {
            int index = 0;
            for (Entry entry : batch) {
                checkKeys(entry.event().key() == null ? index : -1);
                index++;
            }
        }
        return appendValidated(batch);
    }

    /// Appends a batch whose records have been validated with [#checkKeys(int)], and returns the offset of its first
    /// event.
    ///
    /// @throws RecordBatchTooLargeException if it has more bytes than `max.message.bytes`, as received or as stored
    public long appendValidated(Batch batch) {
        long offset = startAppend(batch);
        awaitForced(offset + batch.lastOffset() - batch.baseOffset() + 1);
        return offset;
    }

    /// Appends as [#appendValidated(Batch)] does, but does not wait for the disk: the caller acknowledges the batch,
    /// and readers see it, only after [#awaitForced(long)].
    @Override
    public long startAppend(Batch batch) {
        PartitionLog open = log();
        checkSize(batch);
        Batch stored = compressed(open, batch);
        checkSize(stored);
        try {
            long offset = open.startAppend(stored);
            appends.add(batch.lastOffset() - batch.baseOffset() + 1);
            return offset;
        } catch (StorageException | CorruptLogException e) {
            throw recorded(e);
        }
    }

    /// Returns where the segments are; empty if the log is in memory.
    ///
    /// @param force whether to wait until the disk has all events
    public Optional<PartitionFiles> files(boolean force) {
        return log().files(force);
    }

    /// Waits until the disk has every event before an offset, if the topic's fsync policy demands it at each append,
    /// and wakes readers.
    ///
    /// @throws StorageException if the disk fails; then it is unknown which of the events it has
    @Override
    public void awaitForced(long end) {
        try {
            log().awaitForced(end);
            notifyReaders();
        } catch (StorageException e) {
            throw recorded(e);
        }
    }

    private Batch compressed(PartitionLog open, Batch batch) {
        Limits now = limits;
        return open.format().map(format -> format.compressed(batch, now.compression(), now.maxBytes())).orElse(batch);
    }

    /// Does nothing if the topic takes new events.
    ///
    /// @throws TopicMovedException if it has moved to another cluster
    public void checkNotMoved() {
        String address = limits.movedTo();
        if (!address.isEmpty()) {
            throw new TopicMovedException(name.topic(), address);
        }
    }

    /// Does nothing if the topic accepts a batch of this size.
    ///
    /// @throws RecordBatchTooLargeException if it has more bytes than `max.message.bytes`
    public void checkSize(Batch batch) {
        int maxBytes = limits.maxBytes();
        if (batch.sizeInBytes() > maxBytes) {
            errors.increment();
            throw new RecordBatchTooLargeException(name, batch.sizeInBytes(), maxBytes);
        }
    }

    /// Does nothing if the topic accepts a batch with these keys.
    ///
    /// @param firstWithout the index of the first event without a key; -1 if each has one
    /// @throws MissingKeyException if the topic is compacted and an event has none
    public void checkKeys(int firstWithout) {
        if (firstWithout >= 0 && limits.keyed()) {
            errors.increment();
            throw new MissingKeyException(firstWithout);
        }
    }

    private RuntimeException recorded(RuntimeException e) {
        errors.increment();
        recordError(e);
        return e;
    }

    void recordError(RuntimeException e) {
        lastError = e;
    }

    /// Calls the log, and counts it as a read.
    private <T> T read(Supplier<T> call) {
        reads.increment();
        try {
            return call.get();
        } catch (StorageException | CorruptLogException e) {
            throw recorded(e);
        }
    }

    @Override
    public Iterable<Batch> read(long from, int maxBytes) {
        PartitionLog open = log();
        return read(() -> open.read(from, maxBytes));
    }

    /// Returns what [#read(long, int)] would return if the log ended at the offset `before`, as a region of a file in
    /// [#format()], which the caller sends and closes; empty if the log is in memory.
    public Optional<FileRegion> region(long from, long before, int maxBytes) {
        PartitionLog open = log();
        return open.format().map(format -> read(() -> open.region(from, before, maxBytes)));
    }

    /// Returns the format of the stored batches; empty if they are in memory.
    public Optional<BatchFormat> format() {
        return log().format();
    }

    /// Returns the first offset whose timestamp is at least `time`; empty if there is none (KIP-79).
    public OptionalLong offsetFor(Instant time) {
        PartitionLog open = log();
        return read(() -> open.offsetFor(time));
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

    /// Returns the number of threads that wait in [#awaitEnd(long, Duration)] and of append listeners.
    @Override
    public int waiting() {
        return openLog().map(WaitingLog::waiting).orElse(0) + appendListeners.size();
    }

    /// Registers a callback that runs after each append, in its thread, and on close. It must not block; spurious calls
    /// occur.
    public void addAppendListener(Runnable listener) {
        appendListeners.add(listener);
    }

    /// Runs the callbacks, since readers may see more events than before.
    public void notifyReaders() {
        appendListeners.forEach(Runnable::run);
    }

    public void removeAppendListener(Runnable listener) {
        appendListeners.remove(listener);
    }

    /// Returns the message of the last error, or else the damage found when the log was opened; empty if there was
    /// neither.
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError).map(Exception::getMessage).or(() -> losses.stream().findFirst());
    }

    /// Returns the damage found when the log was opened and the message of the last error, a sentence each.
    List<String> troubles() {
        var troubles = new ArrayList<>(losses);
        Optional.ofNullable(lastError).map(Exception::getMessage).ifPresent(troubles::add);
        return troubles;
    }

    /// Returns the events appended, the reads and the failed calls since the broker was opened.
    Counts counts() {
        return new Counts(appends.sum(), reads.sum(), errors.sum());
    }

    record Counts(long appends, long reads, long errors) {
        Counts minus(Counts before) {
            return new Counts(appends - before.appends, reads - before.reads, errors - before.errors);
        }
    }

    /// Closes the log for good and wakes waiting readers.
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
