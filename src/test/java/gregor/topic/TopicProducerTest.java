package gregor.topic;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.Origin;
import gregor.list.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicProducerTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private final Topic topic = new Topic("t", 3, partition -> new DequeLog());

    @Test
    void sendsAtOnceUnlessToldToCollect() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
        assertThat(producer.send(Event.of("a"))).isEqualTo(0);
        assertThat(producer.send(Event.of("b"))).isEqualTo(1);
        assertThat(topic.partition(0).entries(0)).hasToString("[0:a]");
        assertThat(topic.partition(1).entries(0)).hasToString("[0:b]");
    }

    @Test
    void collectsABatchForEachPartition() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner(), 2, new Origin(7, (short) 0, 0),
                () -> NOON);
        for (String value : "a b c d e".split(" ")) {
            producer.send(Event.of(value));
        }
        assertThat(producer.collected()).as("c; a with d, and b with e, are full").isEqualTo(1);
        assertThat(topic.partition(0).read(0, 100)).as("one batch of two").hasSize(1);
        producer.flush();
        assertThat(producer.collected()).isZero();
        assertThat(topic.partition(2).entries(0)).hasToString("[0:c]");
        assertThat(topic.partition(2).entries(0).getFirst().event().timestamp()).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void eachPartitionHasItsOwnSequence() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner(), 1, new Origin(7, (short) 0, 0),
                () -> NOON);
        for (int i = 0; i < 9; i++) {
            producer.send(Event.of("" + i));
        }
        for (int partition = 0; partition < 3; partition++) {
            var sequences = new ArrayList<Integer>();
            for (Batch batch : topic.partition(partition).read(0, 100)) {
                sequences.add(batch.origin().sequence());
            }
            assertThat(sequences).containsExactly(0, 1, 2);
        }
    }

    @Test
    void theCallerMayChooseThePartition() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
        producer.send(2, Event.of("a"));
        assertThat(topic.partition(2).end()).isEqualTo(1);
        assertThatThrownBy(() -> producer.send(3, Event.of("b"))).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> producer.send(-1, Event.of("b"))).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void standsBesideThePartitionsOfItsTopic() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
        assertThat(producer.at(new TopicPartition("t", 2))).hasSize(1);
        assertThat(producer.at(new TopicPartition("t", 3))).isEmpty();
        assertThat(producer.at(new TopicPartition("other", 0))).isEmpty();
    }

    @Test
    void thePartitionerReceivesTheNameOfTheTopic() {
        var names = new ArrayList<String>();
        new TopicProducer("P", topic, (name, event, partitions) -> {
            names.add(name);
            return 0;
        }).send(Event.of("a"));
        assertThat(names).containsExactly("t");
    }

    @Test
    void aFlushThatALogRefusesFailsAndItsEventsStayCollected() {
        var full = new Topic("t", 1, partition -> new ForwardingLog<>(new DequeLog()) {
            @Override
            public long append(Batch batch) {
                throw new IllegalStateException("no room");
            }
        });
        var producer = new TopicProducer("P", full, new RoundRobinPartitioner(), 2, Origin.UNKNOWN, () -> NOON);
        producer.send(Event.of("a"));
        assertThatThrownBy(producer::flush).has(message("no room"));
        assertThat(producer.collected()).isEqualTo(1);
    }

    @Test
    void newPartitionsAreUsed() {
        var producer = new TopicProducer("P", topic, (name, event, partitions) -> partitions - 1);
        topic.addPartitions(5);
        assertThat(producer.send(Event.of("a"))).isEqualTo(4);
        assertThat(topic.partition(4).end()).isEqualTo(1);
    }

    @Test
    void collectedEventsSurviveNewPartitions() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner(), 2, Origin.UNKNOWN, () -> NOON);
        producer.send(Event.of("a"));
        topic.addPartitions(5);
        producer.send(4, Event.of("b"));
        producer.flush();
        assertThat(topic.partition(0).entries(0)).hasToString("[0:a]");
        assertThat(topic.partition(4).entries(0)).hasToString("[0:b]");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aPartitionerThatAnswersOutOfRangeIsNamedAndNothingIsSent(int wrong) {
        var producer = new TopicProducer("P", topic, (name, event, partitions) -> wrong);
        assertThatThrownBy(() -> producer.send(Event.of("a"))).isInstanceOf(PartitionerException.class)
                .has(messageWith("" + wrong));
        assertThat(producer.collected()).isZero();
        for (int partition = 0; partition < 3; partition++) {
            assertThat(topic.partition(partition).end()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theEventsOfAKeyStayInTheirOrder(long seed) {
        var random = new Random(seed);
        var producer = new TopicProducer("P", topic, new KeyPartitioner(new StickyPartitioner(4, seed)),
                1 + random.nextInt(5), Origin.UNKNOWN, () -> NOON);
        for (int i = 0; i < 500; i++) {
            producer.send(Event.of("k" + random.nextInt(20), "" + i));
        }
        producer.flush();
        long all = 0;
        for (int partition = 0; partition < 3; partition++) {
            List<Entry> entries = topic.partition(partition).entries(0);
            all += entries.size();
            for (int key = 0; key < 20; key++) {
                byte[] bytes = Utf8.bytes("k" + key);
                assertThat(entries.stream().map(Entry::event).filter(event -> Arrays.equals(event.key(), bytes))
                        .map(event -> Integer.parseInt(event.text())).toList()).as("seed %d, key %d", seed, key)
                        .isSorted();
            }
        }
        assertThat(all).as("seed %d", seed).isEqualTo(500);
    }
}
