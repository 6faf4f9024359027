package gregor.topic;

import module java.base;

import static gregor.exercise.Wording.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.list.Event;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = new Topics(partition -> new DequeLog());

    @Test
    void topicsAreFoundByName() {
        Topic topic = topics.create("shipping", 2);
        topics.create("deliveries", 3);
        assertThat(topics.topic("shipping")).isSameAs(topic);
        assertThat(topics.names()).containsExactly("deliveries", "shipping");
        assertThat(topics).hasToString("[deliveries (3 partitions), shipping (2 partitions)]");
    }

    @Test
    void aTopicIsCreatedOnce() {
        Topic first = topics.create("deliveries", 3);
        assertThatThrownBy(() -> topics.create("deliveries", 5)).isInstanceOf(TopicExistsException.class)
                .has(message("topic deliveries exists already; choose another name, or delete it first"));
        assertThat(topics.topic("deliveries")).isSameAs(first);
    }

    @Test
    void aTopicThatCannotBeCreatedIsNotThere() {
        assertThatThrownBy(() -> topics.create("a/b", 1)).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> topics.create(null, 1)).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> topics.create("a", 0)).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> topics.create("a", 1, Map.of("retention.ms", "x")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThat(topics.names()).isEmpty();
    }

    @Test
    void anUnknownTopicIsAnErrorInEveryMethod() {
        assertThatThrownBy(() -> topics.topic("none")).isInstanceOf(UnknownTopicOrPartitionException.class)
                .has(message("topic none does not exist; no topic exists"));
        topics.create("deliveries", 1);
        assertThatThrownBy(() -> topics.delete("none")).isInstanceOf(UnknownTopicOrPartitionException.class)
                .has(message("topic none does not exist; the topics are deliveries"));
        assertThatThrownBy(() -> topics.configure("none", Map.of()))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> topics.log(new TopicPartition("none", 0)))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThatThrownBy(() -> topics.log(new TopicPartition("deliveries", 1)))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(topics.find("none")).isEmpty();
        assertThat(topics.find(null)).isEmpty();
    }

    @Test
    void aDeletedTopicFreesItsNameAndTakesItsEventsAlong() {
        Topic old = topics.create("deliveries", 1);
        old.partition(0).append(Event.of("a"));
        assertThat(topics.delete("deliveries")).isSameAs(old);
        assertThat(topics.names()).isEmpty();
        assertThat(topics.create("deliveries", 1).partition(0).end()).isZero();
    }

    @Test
    void theSettingsOfATopicCanBeGivenAtItsCreationAndChanged() {
        topics.create("deliveries", 2, Map.of("retention.ms", "1000"));
        topics.configure("deliveries", Map.of("retention.bytes", "9"));
        assertThat(topics.topic("deliveries").configuration()).hasToString("{retention.bytes=9, retention.ms=1000}");
    }

    @Test
    void settingsOfOneTopicAreNotThoseOfAnother() {
        topics.create("a", 1);
        topics.create("b", 1);
        topics.configure("a", Map.of("retention.ms", "5"));
        assertThat(topics.topic("b").configuration().values()).containsEntry("retention.ms", "604800000");
    }
}
