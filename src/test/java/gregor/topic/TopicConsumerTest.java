package gregor.topic;

import module java.base;

import java.lang.reflect.Proxy;
import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.deque.OffsetReset;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicConsumerTest {
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final Topic topic = topics.create("t", 3);
    private final TopicConsumer consumer = new TopicConsumer("C", topics);

    private static TopicPartition t(int partition) {
        return new TopicPartition("t", partition);
    }

    private void fill(String values) {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
        for (String value : values.split(" ")) {
            producer.send(Event.of(value));
        }
    }

    @Test
    void readsNothingUntilItIsAssignedSomething() {
        fill("a b c");
        assertThat(consumer.poll(10)).isEmpty();
        assertThat(consumer.assignment()).isEmpty();
    }

    @Test
    void readsPartitionByPartitionAndSaysFromWhere() {
        fill("a b c d e f");
        consumer.assign("t");
        assertThat(consumer.poll(10)).hasToString("[t-0@0:a, t-0@1:d, t-1@0:b, t-1@1:e, t-2@0:c, t-2@1:f]");
        assertThat(consumer.poll(10)).isEmpty();
    }

    @Test
    void aBusyPartitionDoesNotStarveTheOthers() {
        for (int i = 0; i < 100; i++) {
            topic.partition(1).append(Event.of("busy"));
        }
        topic.partition(0).append(Event.of("a"));
        topic.partition(2).append(Event.of("c"));
        consumer.assign("t");
        var first = new ArrayList<>(consumer.poll(5));
        first.addAll(consumer.poll(5));
        assertThat(first).extracting(arrival -> arrival.partition().partition()).contains(0, 1, 2);
    }

    @Test
    void readsSeveralTopics() {
        fill("a");
        topics.create("u", 1).partition(0).append(Event.of("b"));
        consumer.assign(List.of(t(0), new TopicPartition("u", 0)));
        assertThat(consumer.poll(10)).hasToString("[t-0@0:a, u-0@0:b]");
    }

    @Test
    void whatItKeepsItReadsOnAndWhatIsNewFromTheEarliest() {
        fill("a b c d e f");
        consumer.assign(List.of(t(0), t(1)));
        consumer.poll(3);
        consumer.assign(List.of(t(1), t(2)));
        assertThat(consumer.assignment()).containsExactly(t(1), t(2));
        assertThat(consumer.poll(10)).hasToString("[t-2@0:c, t-2@1:f, t-1@1:e]");
    }

    @Test
    void anUnknownPartitionIsNotAssignedAndTheOldOnesStay() {
        consumer.assign(List.of(t(0)));
        assertThatThrownBy(() -> consumer.assign(List.of(t(1), t(3))))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> consumer.assign("none")).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(consumer.assignment()).containsExactly(t(0));
    }

    @Test
    void goesToAnOffsetOfAPartition() {
        fill("a b c d e f");
        consumer.assign("t");
        consumer.seek(t(0), 1);
        consumer.seekToEnd(t(1));
        assertThat(consumer.position(t(1))).isEqualTo(2);
        assertThat(consumer.poll(10)).hasToString("[t-0@1:d, t-2@0:c, t-2@1:f]");
        assertThat(consumer).hasToString("C[C(2), C(2), C(2)]");
    }

    @Test
    void whatIsNotAssignedIsOutOfReach() {
        consumer.assign(List.of(t(0)));
        assertThatThrownBy(() -> consumer.position(t(1))).isInstanceOf(NotAssignedException.class)
                .has(message("C does not read t-1; it reads [t-0]"));
        assertThatThrownBy(() -> consumer.seek(t(1), 0)).isInstanceOf(NotAssignedException.class);
        assertThatThrownBy(() -> consumer.poll(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereAnOffsetHasLeftTheResetDecides() {
        fill("a b c d e f");
        topic.partition(0).deleteBefore(1);
        var forgiving = new TopicConsumer("C", topics, OffsetReset.EARLIEST);
        forgiving.assign(List.of(t(0)));
        forgiving.seek(t(0), 0);
        assertThat(forgiving.poll(10)).hasToString("[t-0@1:d]");
    }

    @Test
    void aFailureInOnePartitionDoesNotLoseWhatAnotherGave() {
        fill("a b c d e f");
        topic.partition(1).deleteBefore(1);
        consumer.assign(List.of(t(0), t(1)));
        consumer.seek(t(1), 0);
        assertThat(consumer.poll(10)).hasToString("[t-0@0:a, t-0@1:d]");
        assertThatThrownBy(() -> consumer.poll(10)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(consumer.position(t(0))).isEqualTo(2);
    }

    /// A disk can fail in more ways than an offset can be wrong.
    @Test
    void whateverFailsInOnePartitionDoesNotLoseWhatAnotherGave() {
        var broken = new IllegalStateException("the disk is broken");
        var damaged = (Log) Proxy.newProxyInstance(Log.class.getClassLoader(), new Class<?>[]{Log.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        throw broken;
                    }
                    return 0L;
                });
        var logs = new Topics(partition -> partition.partition() == 1 ? damaged : new ListLog());
        logs.create("t", 2).partition(0).append(Event.of("a"));
        var reader = new TopicConsumer("C", logs);
        reader.assign("t");
        assertThat(reader.poll(10)).hasToString("[t-0@0:a]");
        assertThatThrownBy(() -> reader.poll(10)).isSameAs(broken);
        assertThat(reader.position(t(0))).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyEventIsReadOnceAndInTheOrderOfItsPartition(long seed) {
        var random = new Random(seed);
        var next = new HashMap<TopicPartition, Long>();
        consumer.assign("t");
        int read = 0;
        for (int sent = 0; read < 1000;) {
            if (sent < 1000) {
                topic.partition(random.nextInt(3)).append(Event.of("" + sent++));
            }
            List<PartitionEntry> some = random.nextInt(4) == 0 ? consumer.poll(1 + random.nextInt(9)) : List.of();
            for (PartitionEntry arrival : some) {
                assertThat(arrival.entry().offset()).as("seed %d, %s", seed, arrival)
                        .isEqualTo(next.getOrDefault(arrival.partition(), 0L));
                next.merge(arrival.partition(), 1L, Long::sum);
                read++;
            }
        }
        assertThat(read).as("seed %d", seed).isEqualTo(1000);
    }
}
