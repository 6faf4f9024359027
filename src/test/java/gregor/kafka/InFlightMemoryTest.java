package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The requests and responses of all connections have one limit.
@Timeout(20)
class InFlightMemoryTest {
    private static final int LIMIT = 1_000_000;
    private final InFlightMemory memory = new InFlightMemory(LIMIT, TimeUnit.MILLISECONDS.toNanos(100));

    /// A connection that releases its bytes when it is closed, as the thread of a connection does.
    private final class Connection implements InFlightMemory.Holder {
        private final long age;
        private final boolean processing;
        private volatile boolean closed;

        Connection(long age, boolean processing) {
            this.age = age;
            this.processing = processing;
        }

        @Override
        public boolean isProcessing() {
            return processing;
        }

        @Override
        public long age() {
            return age;
        }

        @Override
        public void close() {
            closed = true;
            Thread.startVirtualThread(() -> memory.release(this));
        }
    }

    private Connection holding(long bytes, long age) {
        var connection = new Connection(age, false);
        memory.hold(connection, bytes);
        return connection;
    }

    @Test
    void theConnectionWithTheMostBytesIsClosedAndThenTheOldest() {
        var one = holding(300_000, 5);
        var old = holding(300_000, 9);
        var large = holding(310_000, 1);
        var next = holding(200_000, 2);
        assertThat(large.closed).isTrue();
        assertThat(memory.total()).isEqualTo(800_000);
        holding(250_000, 3);
        assertThat(old.closed).isTrue();
        assertThat(one.closed).isFalse();
        assertThat(next.closed).isFalse();
        assertThat(memory.total()).isEqualTo(750_000);
    }

    @Test
    void bytesCountOnceForEachConnection() {
        var one = holding(600_000, 1);
        memory.hold(one, 900_000);
        assertThat(memory.total()).isEqualTo(900_000);
        memory.hold(one, 100);
        assertThat(memory.total()).isEqualTo(100);
        memory.release(one);
        memory.release(one);
        assertThat(memory.total()).isZero();
    }

    @Test
    void aConnectionAloneMayExceedTheLimitAndSmallRequestsAreNotCounted() {
        var alone = holding(2 * LIMIT, 1);
        holding(InFlightMemory.SMALL_BYTES, 1);
        assertThat(memory.total()).isEqualTo(2 * LIMIT);
        assertThat(alone.closed).isFalse();
    }

    @Test
    void aConnectionWaitsForOthersThatProcessARequest() throws InterruptedException {
        var patient = new InFlightMemory(LIMIT);
        var busy = new Connection(1, true);
        patient.hold(busy, 900_000);
        var granted = new CountDownLatch(1);
        var waiting = new Connection(2, true);
        Thread.startVirtualThread(() -> {
            patient.hold(waiting, 200_000);
            granted.countDown();
        });
        assertThat(granted.getCount()).isOne();
        patient.release(busy);
        assertThat(granted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(busy.closed).isFalse();
    }

    @Test
    void aConnectionIsClosedIfOthersProcessTheirRequestsForTooLong() {
        var busy = new Connection(1, true);
        memory.hold(busy, 900_000);
        assertThatThrownBy(() -> holding(200_000, 1)).isInstanceOf(CloseConnectionException.class)
                .hasMessageContaining("take 900000 bytes; the limit is 1000000");
        assertThat(memory.total()).isEqualTo(900_000);
    }
}
