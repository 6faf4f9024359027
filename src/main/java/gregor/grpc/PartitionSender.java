package gregor.grpc;

import module java.base;

import gregor.broker.Partition;
import gregor.broker.PartitionUnavailableException;
import gregor.file.CorruptLogException;
import gregor.file.StorageException;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.LogClosedException;

/// Sends one partition to one client: waits until the client is ready, reads a page, sends it; at the end of the log
/// it waits for the next event.
///
/// It holds at most one page. It runs in a thread of its own.
final class PartitionSender implements Runnable {
    private static final int PAGE_BYTES = 1 << 16;

    /// Released by each append, and when the sender is stopped.
    private final Semaphore changed = new Semaphore(0);
    private final Runnable wakeup = changed::release;
    private final Partition partition;
    private final Log log;
    private final FlowControlledReply reply;
    private long position;
    private final Consumer<RuntimeException> onDamage;
    private volatile boolean stopped;
    private volatile boolean failed;

    /// @param log      the partition as the client may read it
    /// @param onDamage receives the failure if the log cannot be read
    PartitionSender(Partition partition, Log log, long position, FlowControlledReply reply,
            Consumer<RuntimeException> onDamage) {
        this.onDamage = onDamage;
        this.partition = partition;
        this.log = log;
        this.position = position;
        this.reply = reply;
    }

    @Override
    public void run() {
        partition.addAppendListener(wakeup);
        try {
            while (!stopped && !reply.isClosed()) {
                step();
            }
        } catch (LogClosedException e) {
            stopped = true;
        } catch (PartitionUnavailableException | StorageException | CorruptLogException e) {
            failed = true;
            onDamage.accept(e);
        } catch (RuntimeException e) {
            reply.fail(e);
        } finally {
            partition.removeAppendListener(wakeup);
        }
    }

    private void step() {
        reply.await();
        changed.drainPermits();
        FetchPage page = read();
        if (!page.isEmpty()) {
            var entries = Entries.newBuilder().setTopic(partition.name().topic())
                    .setPartition(partition.name().partition()).addAllEntries(ProtoMapper.entries(page));
            reply.send(() -> !stopped, ConsumeReply.newBuilder().setEntries(entries).build());
        }
        boolean atEnd = page.next() == position;
        position = page.next();
        if (atEnd && !stopped) {
            changed.acquireUninterruptibly();
        }
    }

    /// Reads a page. Deleted events are skipped; an offset past the end is an error.
    private FetchPage read() {
        while (true) {
            try {
                return FetchPage.read(log, position, PAGE_BYTES, ProtoMapper::size);
            } catch (OffsetOutOfRangeException e) {
                if (position >= e.start()) {
                    throw e;
                }
                position = e.start();
            }
        }
    }

    /// Makes the thread end soon; nothing is sent after this.
    void stop() {
        stopped = true;
        wakeup.run();
    }

    /// Reports whether the log could not be read.
    boolean hasFailed() {
        return failed;
    }

    /// Reports whether it is running and sends this log.
    boolean reads(Partition other) {
        return partition == other && !stopped;
    }
}
