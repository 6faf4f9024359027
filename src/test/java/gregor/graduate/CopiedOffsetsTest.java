package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CopiedOffsetsTest {
    private static final TopicPartition PARTITION = new TopicPartition("a-topic", 3);
    /// The offsets 10 to 12 and 20 to 24 of the source are 100 to 107 at the target.
    private static final CopiedOffsets COPIED = copied(range(10, 12), range(20, 24));

    private static CopiedOffsets copied(CopiedOffsets.Range... ranges) {
        return new CopiedOffsets(PARTITION, new Uuid(1, 2), 25, 100, List.of(ranges));
    }

    private static CopiedOffsets.Range range(long first, long last) {
        return new CopiedOffsets.Range(first, last);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] key, byte[] value) {
        return new ConsumerRecord<>("journal", 0, offset, key, value);
    }

    @Test
    void aCopiedRecordHasItsPlaceAmongTheCopies() {
        assertThat(COPIED.translate(10)).as("10, the first one").hasValue(100);
        assertThat(COPIED.translate(12)).as("12, the last one before the gap").hasValue(102);
        assertThat(COPIED.translate(20)).as("20, the first one behind the gap").hasValue(103);
        assertThat(COPIED.translate(24)).as("24, the last one").hasValue(107);
    }

    @Test
    void anOffsetInAGapIsThatOfTheNextRecord() {
        for (long offset = 13; offset < 20; offset++) {
            assertThat(COPIED.translate(offset)).as("%d, in the gap before 20", offset).hasValue(103);
        }
    }

    @Test
    void anOffsetBeforeAllIsThatOfTheFirstRecord() {
        assertThat(COPIED.translate(0)).as("0, before the first copied record").hasValue(100);
        assertThat(COPIED.translate(9)).as("9, before the first copied record").hasValue(100);
    }

    @Test
    void anOffsetBehindAllIsForALaterTransaction() {
        assertThat(COPIED.translate(25)).as("25, which was not copied yet").isEmpty();
        assertThat(copied().translate(5)).as("nothing was copied").isEmpty();
    }

    @Test
    void eachRecordHasAnOffsetOfItsOwn() {
        CopiedOffsets many = copied(range(3, 3), range(5, 5), range(7, 9), range(11, 11));
        assertThat(LongStream.of(3, 5, 7, 8, 9, 11).map(offset -> many.translate(offset).orElseThrow()))
                .as("the translations of 3, 5, 7, 8, 9 and 11").containsExactly(100L, 101L, 102L, 103L, 104L, 105L);
    }

    @Test
    void adjacentOffsetsAreOneRange() {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.of(1, 2, 3, 5, 8, 9)
                .mapToObj(offset -> record(offset, null, null)).toList();
        assertThat(CopiedOffsets.ranges(records)).containsExactly(range(1, 3), range(5, 5), range(8, 9));
        assertThat(CopiedOffsets.ranges(List.of())).isEmpty();
    }

    @Test
    void theJournalKeepsEverything() {
        for (CopiedOffsets each : List.of(COPIED, copied())) {
            assertThat(CopiedOffsets.of(record(0, each.key(), each.value()))).isEqualTo(each);
        }
        assertThatThrownBy(() -> CopiedOffsets.of(record(7, "a-topic-3".getBytes(), "something else".getBytes())))
                .isInstanceOf(MoveException.class).hasMessageContaining("offset 7");
    }
}
