package gregor.guarantee;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.guarantee.ProducerException.Reason;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.InvalidRecordException;
import gregor.packed.PackedBatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// One producer, and a list as the log to which it appends.
class ProducerStateManagerTest {
    private final ProducerStateManager sender = new ProducerStateManager(InstantSource.system());
    private final List<String> log = new ArrayList<>();

    private static PackedBatch batch(int epoch, int sequence, int events) {
        return PackedBatch.of(
                ListBatch.of(new Origin(7, (short) epoch, sequence), Collections.nCopies(events, Event.of("x"))),
                Codec.NONE);
    }

    private long send(int epoch, int sequence, int events) {
        PackedBatch batch = batch(epoch, sequence, events);
        OptionalLong known = sender.check(batch);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        log.add(epoch + ":" + sequence);
        sender.add(batch.at(log.size() - 1));
        return log.size() - 1;
    }

    private static void assertRejected(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ProducerException.class).extracting("reason").isEqualTo(reason);
    }

    @Test
    void batchesInOrderAreAppended() {
        assertThat(send(0, 0, 3)).isZero();
        assertThat(send(0, 3, 2)).isEqualTo(1);
        assertThat(send(0, 5, 1)).isEqualTo(2);
        assertThat(log).containsExactly("0:0", "0:3", "0:5");
    }

    @Test
    void aResentBatchIsNotAppendedAgain() {
        for (int i = 0; i < 5; i++) {
            send(0, i, 1);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(send(0, i, 1)).as("the offset of batch %d", i).isEqualTo(i);
        }
        assertThat(log).hasSize(5);
    }

    @Test
    void aRejectedBatchChangesNothing() {
        assertThatThrownBy(() -> send(0, -1, 1)).isInstanceOf(InvalidRecordException.class);
        send(0, 0, 1);
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 5, 1));
        send(0, 1, 1);
        assertThat(log).containsExactly("0:0", "0:1");
    }

    @Test
    void aMissingBatchIsDetected() {
        send(0, 0, 3);
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 4, 1));
        assertThat(send(0, 3, 1)).as("the rejected batch was not remembered").isEqualTo(1);
    }

    @Test
    void theFirstBatchOfAnUnknownProducerCanBeRequiredToHaveSequenceZero() {
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> sender.checkFirst(batch(0, 7, 1)));
        sender.checkFirst(batch(0, 0, 1));
        send(0, 0, 7);
        sender.checkFirst(batch(0, 7, 1));
    }

    @Test
    void onlyFiveBatchesAreRemembered() {
        for (int i = 0; i < 6; i++) {
            send(0, i, 1);
        }
        assertThat(send(0, 1, 1)).isEqualTo(1);
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 0, 1));
    }

    @Test
    void aBatchWithTheSameFirstSequenceOnlyIsNotAResend() {
        send(0, 0, 3);
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 0, 2));
    }

    @Test
    void aNewEpochBeginsAtZeroAndTheOldOneIsRejected() {
        send(3, 10, 1);
        assertRejected(Reason.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(4, 11, 1));
        assertThat(send(4, 0, 1)).isEqualTo(1);
        assertRejected(Reason.INVALID_PRODUCER_EPOCH, () -> send(3, 11, 1));
        assertThat(log).containsExactly("3:10", "4:0");
    }

    @Test
    void sequencesWrapAround() {
        send(0, Integer.MAX_VALUE - 1, 2);
        assertThat(send(0, 0, 1)).isEqualTo(1);
        assertThat(send(0, Integer.MAX_VALUE - 1, 2)).as("a resend of the previous batch").isZero();
    }

    @Test
    void aBatchOfAnOlderEpochIsNoResend() {
        send(0, 0, 1);
        send(0, 1, 1);
        assertThat(send(1, 0, 1)).isEqualTo(2);
        assertThat(send(1, 1, 1)).as("the same sequence in another epoch").isEqualTo(3);
        assertThat(log).containsExactly("0:0", "0:1", "1:0", "1:1");
    }
}
