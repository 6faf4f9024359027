package gregor.group;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import gregor.topic.TopicPicture;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class GroupOffsetsTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    private final Topics topics = new Topics(partition -> new DequeLog());
    private final Topic topic = topics.create("t", 2);
    private final MemoryOffsetStore store = new MemoryOffsetStore();
    private final GroupOffsets offsets = new GroupOffsets("readers", topics, store);

    private void send(String... values) {
        for (String value : values) {
            topic.partition(0).append(Event.of(value));
        }
    }

    @Test
    void theLastCommitOfAPartitionCounts() {
        send("a", "b");
        offsets.commit(Map.of(T0, CommittedOffset.of(2)));
        offsets.commit(Map.of(T0, new CommittedOffset(1, "again")));
        assertThat(offsets.committed(T0)).contains(new CommittedOffset(1, "again"));
        assertThat(offsets.committed(T0).orElseThrow()).hasToString("1 (again)");
        assertThat(offsets.committed(T1)).isEmpty();
        assertThat(new GroupOffsets("readers", topics, store).committed(T0)).as("it outlives the object").isPresent();
        assertThat(new GroupOffsets("others", topics, store).committed(T0)).isEmpty();
    }

    @Test
    void aCommitOutOfRangeIsRefusedAsAWhole() {
        send("a");
        assertThatThrownBy(
                () -> offsets.commit(new TreeMap<>(Map.of(T0, CommittedOffset.of(1), T1, CommittedOffset.of(1)))))
                .isInstanceOf(CommitOutOfRangeException.class).has(messageWith("t-1"));
        assertThatThrownBy(() -> offsets.commit(Map.of(T0, CommittedOffset.of(-1))))
                .isInstanceOf(CommitOutOfRangeException.class);
        assertThatThrownBy(() -> offsets.commit(Map.of(new TopicPartition("t", 9), CommittedOffset.of(0))))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(offsets.committed(T0)).isEmpty();
    }

    @Test
    void aCommitChangesItsOwnPartitionsOnly() {
        send("a", "b", "c");
        offsets.commit(Map.of(T0, CommittedOffset.of(2)));
        offsets.commit(Map.of(T1, CommittedOffset.of(0)));
        assertThat(offsets.committed(T0)).contains(CommittedOffset.of(2));
        assertThat(offsets.committed(T1)).contains(CommittedOffset.of(0));
        topic.partition(0).deleteBefore(3);
        offsets.commit(Map.of(T0, CommittedOffset.of(1)));
        assertThat(offsets.committed(T0)).as("an offset before the start of the log is no mistake")
                .contains(CommittedOffset.of(1));
    }

    @Test
    void lagIsTheEndMinusTheCommittedOffsetOrTheStart() {
        send("a", "b", "c");
        topic.partition(0).deleteBefore(1);
        assertThat(offsets.lag()).as("nothing is committed, and no topic is named").isEmpty();
        assertThat(offsets.lag("t")).extracting(Lag::toString).containsExactly(
                "t-0: committed nothing, end 3, lag 2, read by no member",
                "t-1: committed nothing, end 0, lag 0, read by no member");
        offsets.commit(Map.of(T0, CommittedOffset.of(2)));
        assertThat(offsets.lag()).extracting(Lag::events).containsExactly(1L);
        assertThat(offsets.lag(List.of("t", "missing"), partition -> Optional.of("Ann-" + partition.partition())))
                .extracting(Lag::toString).containsExactly("t-0: committed 2, end 3, lag 1, read by Ann-0",
                        "t-1: committed nothing, end 0, lag 0, read by Ann-1");
        topic.partition(0).deleteBefore(3);
        topics.delete("t");
        assertThat(offsets.lag()).as("the topic is deleted").isEmpty();
    }

    @Test
    void aCommittedOffsetBeforeTheStartCountsItsGap() {
        send("a", "b", "c");
        offsets.commit(Map.of(T0, CommittedOffset.of(1)));
        topic.partition(0).deleteBefore(3);
        assertThat(offsets.lag()).extracting(Lag::events).containsExactly(2L);
    }

    @Test
    void aDrawingShowsTheGroupAtItsCommittedOffset() {
        send("a");
        offsets.commit(Map.of(T0, CommittedOffset.of(1)));
        assertThat(TopicPicture.of(topic, offsets).text()).isEqualTo("""
                t-0  [ a ] → readers(1)
                t-1  [ ]""");
    }

    @Test
    void forgottenOffsetsAreGone() {
        store.commit("g", Map.of(T0, CommittedOffset.of(1), T1, CommittedOffset.of(2)));
        store.forget("g", List.of(T0));
        assertThat(store.of("g")).containsOnlyKeys(T1);
        assertThat(store.of("none")).isEmpty();
    }
}
