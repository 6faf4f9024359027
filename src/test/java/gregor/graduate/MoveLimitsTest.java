package gregor.graduate;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MoveLimitsTest {
    private static MoveLimits atMost(long bytes) {
        return new MoveLimits(Set.of(), Optional.empty(), OptionalLong.of(bytes), Optional.empty());
    }

    @Test
    void withoutALimitAllIsCopied() {
        assertThat(MoveLimits.NONE.first(40, 100, 10)).as("offsets 40 to 99 without a limit").isEqualTo(40);
    }

    @Test
    void theNewestRecordsAreCopied() {
        assertThat(atMost(200).first(40, 100, 10)).as("200 bytes of records of 10 bytes, of 40 to 99").isEqualTo(80);
        assertThat(atMost(200).first(0, 100, 10)).as("200 bytes of records of 10 bytes, of 0 to 99").isEqualTo(80);
        assertThat(atMost(205).first(0, 100, 10)).as("205 bytes of records of 10 bytes").isEqualTo(80);
    }

    @Test
    void nothingBeforeTheBeginningIsCopied() {
        assertThat(atMost(10_000).first(40, 100, 10)).as("more bytes than the partition has").isEqualTo(40);
    }

    @Test
    void aLimitBelowOneRecordCopiesNone() {
        assertThat(atMost(9).first(40, 100, 10)).as("9 bytes of records of 10 bytes").isEqualTo(100);
    }

    @Test
    void aPartitionWithoutRecordsHasNoMean() {
        assertThat(atMost(200).first(40, 40, 0)).as("an empty partition").isEqualTo(40);
    }
}
