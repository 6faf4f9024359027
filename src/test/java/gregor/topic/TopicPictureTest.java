package gregor.topic;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.deque.DequeLog;
import gregor.list.Event;
import org.junit.jupiter.api.Test;

class TopicPictureTest {
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final Topic topic = topics.create("t", 2);

    private void fill() {
        var producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
        for (String value : "a b c".split(" ")) {
            producer.send(Event.of(value));
        }
    }

    @Test
    void aLineAPartition() {
        fill();
        assertThat(TopicPicture.of(topic).text()).isEqualTo("""
                t-0  [ a c ]
                t-1  [ b ]""");
    }

    @Test
    void aConsumerIsDrawnBesideWhatItReads() {
        fill();
        var ann = new TopicConsumer("Ann", topics);
        ann.assign(List.of(new TopicPartition("t", 1)));
        ann.poll(9);
        assertThat(TopicPicture.of(topic, new TopicProducer("P", topic, new RoundRobinPartitioner()), ann).text())
                .isEqualTo("""
                        t-0  P → [ a c ]
                        t-1  P → [ b ] → Ann(1)""");
    }

    @Test
    void twoReadersTakeMoreLinesAndTheNameStandsBesideTheLog() {
        var ann = new TopicConsumer("Ann", topics);
        var bob = new TopicConsumer("Bob", topics);
        ann.assign("t");
        bob.assign(List.of(new TopicPartition("t", 0)));
        assertThat(TopicPicture.of(topic, ann, bob).text()).isEqualTo("""
                           Ann(0)
                         /
                t-0  [ ]
                         \\
                           Bob(0)
                t-1  [ ] → Ann(0)""");
    }

    @Test
    void barsAreAsLongAsTheirNumbers() {
        var numbers = new LinkedHashMap<String, Integer>();
        numbers.put("one", 20);
        numbers.put("two", 40);
        numbers.put("three", 0);
        PrintStream console = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            TopicPicture.bars(numbers);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("one    " + "█".repeat(20) + " 20",
                "two    " + "█".repeat(40) + " 40", "three  0");
    }
}
