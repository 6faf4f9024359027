package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.Codec;
import gregor.packed.PackedBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// One producer, and a list as the log to which it appends.
class ProducerStateEntryTest {
    private final ProducerStateEntry sender = new ProducerStateEntry();
    private final List<String> log = new ArrayList<>();

    private long send(int epoch, int sequence, int events) {
        PackedBatch batch = PackedBatch.of(
                ListBatch.of(new Origin(7, (short) epoch, sequence), Collections.nCopies(events, Event.of("x"))),
                Codec.NONE);
        return sender.append(batch, () -> {
            log.add(epoch + ":" + sequence);
            return log.size() - 1;
        });
    }

    private static void assertRejected(Errors error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ErrorResponseException.class,
                rejected -> assertThat(rejected.error()).isEqualTo(error));
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
    void afterARejectionAnotherConnectionMayAppend() throws InterruptedException {
        assertRejected(Errors.INVALID_RECORD, () -> send(0, -1, 1));
        send(0, 0, 1);
        assertRejected(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 5, 1));
        assertThat(Thread.ofVirtual().start(() -> send(0, 1, 1)).join(Duration.ofSeconds(5))).isTrue();
        assertThat(log).containsExactly("0:0", "0:1");
    }

    @Test
    void aMissingBatchIsDetected() {
        send(0, 0, 3);
        assertRejected(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 4, 1));
        assertThat(send(0, 3, 1)).as("the rejected batch was not remembered").isEqualTo(1);
    }

    @Test
    void onlyFiveBatchesAreRemembered() {
        for (int i = 0; i < 6; i++) {
            send(0, i, 1);
        }
        assertThat(send(0, 1, 1)).isEqualTo(1);
        assertRejected(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 0, 1));
    }

    @Test
    void aBatchWithTheSameFirstSequenceOnlyIsNotAResend() {
        send(0, 0, 3);
        assertRejected(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(0, 0, 2));
    }

    @Test
    void aNewEpochBeginsAtZeroAndTheOldOneIsRejected() {
        send(3, 10, 1);
        assertRejected(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> send(4, 11, 1));
        assertThat(send(4, 0, 1)).isEqualTo(1);
        assertRejected(Errors.INVALID_PRODUCER_EPOCH, () -> send(3, 11, 1));
        assertThat(log).containsExactly("3:10", "4:0");
    }

    @Test
    void sequencesWrapAround() {
        send(0, Integer.MAX_VALUE - 1, 2);
        assertThat(send(0, 0, 1)).isEqualTo(1);
        assertThat(send(0, Integer.MAX_VALUE - 1, 2)).as("a resend of the previous batch").isZero();
    }

    @Test
    void aFailedAppendIsNotRemembered() {
        PackedBatch batch = PackedBatch.of(ListBatch.of(new Origin(7, (short) 0, 0), List.of(Event.of("x"))),
                Codec.NONE);
        assertThatThrownBy(() -> sender.append(batch, () -> {
            throw new IllegalStateException("the disk is full");
        })).hasMessage("the disk is full");
        assertThat(send(0, 0, 1)).isZero();
        assertThat(log).containsExactly("0:0");
    }

    @Test
    void aBatchOfAnOlderEpochIsNoResend() {
        send(0, 0, 1);
        send(0, 1, 1);
        assertThat(send(1, 0, 1)).isEqualTo(2);
        assertThat(send(1, 1, 1)).as("the same sequence in another epoch").isEqualTo(3);
        assertThat(log).containsExactly("0:0", "0:1", "1:0", "1:1");
    }

    @Test
    void connectionsAppendOneAfterAnother() throws InterruptedException {
        send(0, 0, 1);
        Thread other = Thread.ofPlatform().daemon().start(() -> send(0, 1, 1));
        assertThat(other.join(Duration.ofSeconds(20))).as("it does not wait").isTrue();
        assertThat(log).hasSize(2);
    }
}
