package gregor.grpc;

import gregor.broker.Partition;
import gregor.grpc.proto.GregorMessages.ConsumeReply;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.list.OffsetOutOfRangeException;
import gregor.thread.LogClosedException;
import java.time.Duration;

/// Carries one partition to one client: waits for the client, reads, sends; at the end waits for the log.
///
/// It holds one page at most, whoever is slow. It runs in a thread of its own.
final class PartitionSender implements Runnable {
    private static final int PAGE = 1 << 16;
    /// After how long it looks whether it is still wanted.
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final Partition log;
    private final FlowControlledReply gate;
    private long position;
    private volatile boolean stopped;

    PartitionSender(Partition log, long position, FlowControlledReply gate) {
        this.log = log;
        this.position = position;
        this.gate = gate;
    }

    @Override
    public void run() {
        try {
            while (!stopped && !gate.isClosed()) {
                step();
            }
        } catch (LogClosedException e) {
            stopped = true;
        } catch (RuntimeException e) {
            gate.fail(e);
        }
    }

    private void step() {
        gate.await();
        FetchPage page = read();
        if (!page.isEmpty()) {
            var entries = Entries.newBuilder().setTopic(log.name().topic()).setPartition(log.name().partition())
                    .addAllEntries(ProtoMapper.entries(page));
            gate.send(() -> !stopped, ConsumeReply.newBuilder().setEntries(entries).build());
        }
        position = page.next();
        if (page.isEmpty()) {
            log.awaitEnd(position, POLL_INTERVAL);
        }
    }

    /// What has left is missed; where nobody has written yet is an error.
    private FetchPage read() {
        while (true) {
            try {
                return FetchPage.read(log, position, PAGE, ProtoMapper::size);
            } catch (OffsetOutOfRangeException e) {
                if (position >= e.start()) {
                    throw e;
                }
                position = e.start();
            }
        }
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }
}
