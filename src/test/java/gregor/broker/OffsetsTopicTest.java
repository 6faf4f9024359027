package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.group.CommittedOffset;
import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.ListLog;
import gregor.thread.SharedLog;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;

/// The committed offsets of all groups have one limit.
class OffsetsTopicTest {
    private static final int LIMIT = 100_000;
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private final SharedLog log = new SharedLog(new ListLog());

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
    void aCommitThatTheLogRefusesChangesNothing() {
        var full = new SharedLog(new ForwardingLog<>(new ListLog()) {
            @Override
            public long append(Batch batch) {
                throw new IllegalStateException("full");
            }
        });
        var offsets = new OffsetsTopic(() -> full, InstantSource.system(), LIMIT);
        assertThatThrownBy(() -> offsets.commit("g", note(1))).hasMessage("full");
        assertThat(offsets.of("g")).isEmpty();
        assertThat(offsets.groups()).isEmpty();
    }

    @Test
    void aCommitIsOneBatchAndIsReadAgainWhateverItsSize() {
        var commits = new TreeMap<TopicPartition, CommittedOffset>();
        for (int partition = 0; partition < 2500; partition++) {
            commits.put(new TopicPartition("t", partition), new CommittedOffset(partition, "note " + partition));
        }
        new OffsetsTopic(() -> log, InstantSource.system(), 1 << 26).commit("g", commits);
        assertThat(log.read(0, Integer.MAX_VALUE)).hasSize(1);
        assertThat(new OffsetsTopic(() -> log, InstantSource.system(), 1 << 26).of("g")).isEqualTo(commits);
    }

    @Test
    void ofALogThatCannotBeReadNothingIsBelieved() {
        open().commit("g", note(1));
        log.append(Event.of("not JSON", "{"));
        OffsetsTopic offsets = open();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> offsets.of("g")).isInstanceOf(PartitionUnavailableException.class);
            assertThatThrownBy(() -> offsets.commit("g", note(1))).isInstanceOf(PartitionUnavailableException.class);
        }
    }

    @Test
    void theTimeComesFromTheClock() {
        var noon = Instant.parse("2026-03-02T12:00:00Z");
        new OffsetsTopic(() -> log, InstantSource.fixed(noon), LIMIT).commit("g", note(1));
        Event event = log.entries(0).getFirst().event();
        assertThat(event.timestamp()).isEqualTo(noon.toEpochMilli());
        assertThat(event.text()).contains(noon.toString());
    }

    @Test
    void whatHasNoOffsetIsNotDeleted() {
        open().forget("unknown", List.of(FIRST));
        assertThat(log.end()).isZero();
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

    /// A log whose first append has its offset before that of the second one, and returns after it.
    private static final class SlowLog extends SharedLog {
        private final CountDownLatch appended = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        SlowLog() {
            super(new ListLog());
        }

        @Override
        public long startAppend(Batch batch) {
            long offset = append(batch);
            if (offset == 0) {
                appended.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return offset;
        }
    }

    @Test
    void commitsOverlapAndTheLastOneInTheLogCounts() throws InterruptedException {
        var slow = new SlowLog();
        var offsets = new OffsetsTopic(() -> slow, InstantSource.system(), LIMIT);
        Thread first = Thread.startVirtualThread(() -> offsets.commit("g", Map.of(FIRST, CommittedOffset.of(1))));
        slow.appended.await();
        offsets.commit("g", Map.of(FIRST, CommittedOffset.of(2)));
        assertThat(offsets.of("g")).as("no commit waits for the disk of another one").containsEntry(FIRST,
                CommittedOffset.of(2));
        slow.released.countDown();
        first.join();
        assertThat(offsets.of("g")).containsEntry(FIRST, CommittedOffset.of(2));
        var again = new OffsetsTopic(() -> slow, InstantSource.system(), LIMIT);
        assertThat(again.of("g")).as("read from the log").isEqualTo(offsets.of("g"));
    }

    @Test
    void aDeletionThatFollowsACommitInTheLogCounts() throws InterruptedException {
        var slow = new SlowLog();
        var offsets = new OffsetsTopic(() -> slow, InstantSource.system(), LIMIT);
        Thread first = Thread.startVirtualThread(() -> offsets.commit("g", Map.of(FIRST, CommittedOffset.of(1))));
        slow.appended.await();
        offsets.commit("g", Map.of(FIRST, CommittedOffset.of(2)));
        offsets.forget("g", List.of(FIRST));
        slow.released.countDown();
        first.join();
        assertThat(offsets.groups()).isEmpty();
    }
}
