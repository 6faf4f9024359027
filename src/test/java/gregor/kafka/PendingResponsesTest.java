package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PendingResponsesTest {
    private final PendingResponses pending = new PendingResponses();
    private final List<Integer> sent = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch disk = new CountDownLatch(1);

    private void awaitDisk() {
        try {
            disk.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int addUntilFull(long bytes, int count) throws InterruptedException {
        var added = new ArrayList<Integer>();
        Thread reader = Thread.ofPlatform().start(() -> IntStream.range(0, count).forEach(i -> {
            pending.add(bytes, () -> {
                awaitDisk();
                sent.add(i);
            });
            added.add(i);
        }));
        while (reader.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(100_000);
        }
        int inFlight = added.size();
        disk.countDown();
        reader.join();
        return inFlight;
    }

    @Test
    void aBoundedNumberWaitsAndAllAreSentInOrder() throws InterruptedException {
        assertThat(addUntilFull(400, 100)).isEqualTo(16);
        pending.await();
        assertThat(sent).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void largeOnesWaitAlone() throws InterruptedException {
        assertThat(addUntilFull(1L << 40, 3)).isEqualTo(1);
    }

    @Test
    void afterAFailureTheNextAreCompleted() {
        pending.add(1, () -> {
            throw new StackOverflowError();
        });
        pending.add(1, () -> sent.add(1));
        pending.await();
        assertThat(sent).containsExactly(1);
    }
}
