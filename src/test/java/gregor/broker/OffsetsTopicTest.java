package gregor.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.group.CommittedOffset;
import gregor.list.ListLog;
import gregor.topic.TopicPartition;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The committed offsets of all groups have one limit.
class OffsetsTopicTest {
    private static final int LIMIT = 100_000;
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private final ListLog log = new ListLog();

    private OffsetsTopic open() {
        return new OffsetsTopic(() -> log, InstantSource.system(), LIMIT);
    }

    private static Map<TopicPartition, CommittedOffset> note(int length) {
        return Map.of(FIRST, new CommittedOffset(1, "x".repeat(length)));
    }

    /// Returns how many groups can commit.
    private static int fill(OffsetsTopic offsets) {
        return (int) IntStream.range(0, 1_000).takeWhile(number -> {
            try {
                offsets.commit("g" + number, note(4_000));
                return true;
            } catch (BrokerException e) {
                assertThat(e).hasMessageContaining("delete groups");
                return false;
            }
        }).count();
    }

    @Test
    void newGroupsAreRefusedWhenTheLimitIsReached() {
        OffsetsTopic offsets = open();
        int groups = fill(offsets);
        assertThat(groups).isBetween(20, 25);
        assertThat(log.end()).isEqualTo(groups);
        assertThatCode(() -> offsets.commit("g0", note(4_000))).doesNotThrowAnyException();
        assertThatThrownBy(() -> offsets.commit("g0", note(10_000))).isInstanceOf(BrokerException.class);
        offsets.forget("g0", List.of(FIRST));
        assertThatCode(() -> offsets.commit("another", note(4_000))).doesNotThrowAnyException();
        assertThatThrownBy(() -> offsets.commit("g0", note(4_000))).isInstanceOf(BrokerException.class);
    }

    @Test
    void theLimitHoldsForOffsetsThatWereReadAgain() {
        int groups = fill(open());
        OffsetsTopic again = open();
        assertThatThrownBy(() -> again.commit("another", note(4_000))).isInstanceOf(BrokerException.class);
        again.forget("g0", List.of(FIRST));
        assertThatCode(() -> again.commit("another", note(4_000))).doesNotThrowAnyException();
        assertThat(again.groups()).hasSize(groups);
    }
}
