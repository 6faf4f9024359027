package gregor.replica;

import module java.base;

import gregor.guarantee.ProducerStateManager;
import gregor.list.Batch;
import gregor.list.ListLog;
import gregor.list.Log;

/// One broker's copy of the log, with the leader epochs, the producers, and the high watermark, up to which consumers may
/// read.
///
/// Appended events are in the memory of the operating system: they survive the process, and the machine only after
/// [#flush()].
public final class Replica {
    private Log log = new ListLog();
    private final List<String> texts = new ArrayList<>();
    private final LeaderEpochs epochs = new LeaderEpochs();
    private ProducerStateManager producers = new ProducerStateManager(() -> Instant.EPOCH);
    private long highWatermark;
    private long checkpoint;
    private long flushed;
    private long growth;
    private long losses;

    /// Appends a batch as the leader of an epoch, unless its producer resends it, and returns its offset.
    ///
    /// @throws gregor.guarantee.ProducerException if a batch before it is missing
    public long append(int epoch, Batch batch) {
        // Messages overtake each other here, and not in a TCP connection; so a later batch may arrive before the first.
        producers.checkFirst(batch);
        epochs.assign(epoch, end());
        return producers.append(batch, this::add);
    }

    /// Appends a batch of the leader. Does nothing if it does not follow the last one.
    public void replicate(EpochBatch leader) {
        if (leader.batch().baseOffset() == end()) {
            epochs.assign(leader.epoch(), end());
            add(leader.batch());
            producers.add(leader.batch());
        }
    }

    private long add(Batch batch) {
        growth++;
        batch.forEach(entry -> texts.add(String.valueOf(entry.event().text())));
        return log.append(batch);
    }

    /// Returns the batches from an offset up to another one, exclusive.
    public List<EpochBatch> read(long from, long to) {
        var batches = new ArrayList<EpochBatch>();
        for (Batch batch : log.read(from, Integer.MAX_VALUE)) {
            if (batch.lastOffset() < to) {
                batches.add(new EpochBatch(epochs.at(batch.baseOffset()), batch));
            }
        }
        return batches;
    }

    /// Removes the events from an offset on.
    public void truncate(long end) {
        losses++;
        var kept = new ListLog();
        producers = new ProducerStateManager(() -> Instant.EPOCH);
        for (EpochBatch each : read(log.start(), Math.min(end, end()))) {
            kept.append(each.batch());
            producers.add(each.batch());
        }
        log = kept;
        texts.subList((int) end(), texts.size()).clear();
        epochs.truncate(end);
        highWatermark = Math.min(highWatermark, end());
        checkpoint = Math.min(checkpoint, end());
        flushed = Math.min(flushed, end());
    }

    /// Moves the high watermark forward, at most to the end of the log.
    ///
    /// @return whether it moved
    public boolean advance(long to) {
        long before = highWatermark;
        highWatermark = Math.max(before, Math.min(to, end()));
        growth += highWatermark - before;
        return highWatermark > before;
    }

    public void flush() {
        flushed = end();
    }

    /// Stores the high watermark on the disk (Kafka: `replication-offset-checkpoint`, every 5 s).
    public void checkpoint() {
        checkpoint = highWatermark;
    }

    /// Returns to what is known after the process has died: the high watermark of the last [#checkpoint()].
    void processDied() {
        losses++;
        highWatermark = checkpoint;
    }

    /// Loses what is not on the disk.
    void powerFailed() {
        truncate(flushed);
        processDied();
    }

    /// Returns the offset that the next event will get (Kafka: log end offset).
    public long end() {
        return log.end();
    }

    /// Returns the offset up to which consumers may read, exclusive.
    public long highWatermark() {
        return highWatermark;
    }

    /// Returns the end of what is on the disk.
    public long flushed() {
        return flushed;
    }

    /// Returns a number that grows with its end and with the high watermark.
    long growth() {
        return growth;
    }

    /// Returns how often its end or the high watermark may have gone back.
    long losses() {
        return losses;
    }

    /// Returns the high watermark that is on the disk.
    long checkpointed() {
        return checkpoint;
    }

    public LeaderEpochs epochs() {
        return epochs;
    }

    /// Returns the events as texts, in order.
    public List<String> texts() {
        return Collections.unmodifiableList(texts);
    }

    /// Returns its events, those that consumers may not read yet in brackets: `a b [c]`.
    @Override
    public String toString() {
        List<String> all = texts();
        int readable = (int) highWatermark;
        String written = String.join(" ", all.subList(readable, all.size()));
        return (String.join(" ", all.subList(0, readable)) + (written.isEmpty() ? "" : " [" + written + "]")).strip();
    }
}
