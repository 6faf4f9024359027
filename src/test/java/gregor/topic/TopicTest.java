package gregor.topic;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.list.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    private static Topic topicOf(int partitions) {
        return new Topic("deliveries", partitions, partition -> new DequeLog());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliveries", "a", "z", "A-Z_0.9", "...", "-", "__consumer_offsets"})
    void goodNamesAreTaken(String name) {
        assertThatCode(() -> Topic.checkName(name)).doesNotThrowAnyException();
        assertThatCode(() -> org.apache.kafka.common.internals.Topic.validate(name)).as("Kafka takes it, too")
                .doesNotThrowAnyException();
    }

    static Stream<String> badNames() {
        return Stream.of("", ".", "..", "a/b", "../x", "a b", "naïve", "a\0b", "a\nb", "a%b", "🚚", "a".repeat(250));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void badNamesAreRefusedAsInKafka(String name) {
        assertThatThrownBy(() -> new Topic(name, 1, partition -> new ListLog()))
                .isInstanceOf(InvalidTopicException.class).hasMessageMatching("[^\\p{Cntrl}]{10,}");
        assertThatThrownBy(() -> org.apache.kafka.common.internals.Topic.validate(name)).as("Kafka refuses it, too")
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void theLongestNameHas249Letters() {
        assertThatCode(() -> Topic.checkName("a".repeat(249))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Topic.checkName(null)).isInstanceOf(InvalidTopicException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aTopicHasOnePartitionAtLeast(int partitions) {
        assertThatThrownBy(() -> topicOf(partitions)).isInstanceOf(InvalidPartitionsException.class)
                .has(messageWith("" + partitions));
    }

    @Test
    void eachPartitionIsALogOfItsOwnMadeForItsName() {
        var made = new ArrayList<TopicPartition>();
        var topic = new Topic("t", 2, partition -> {
            made.add(partition);
            return new ListLog();
        });
        topic.partition(0).append(Event.of("a"));
        assertThat(topic.partition(0).end()).isEqualTo(1);
        assertThat(topic.partition(1).end()).isZero();
        assertThat(made).containsExactly(new TopicPartition("t", 0), new TopicPartition("t", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 99})
    void anUnknownPartitionIsNamed(int partition) {
        assertThatThrownBy(() -> topicOf(2).partition(partition)).isInstanceOf(UnknownTopicOrPartitionException.class)
                .has(messageWith("" + partition));
    }

    @Test
    void partitionsAreAddedAndTheOldOnesStay() {
        var topic = topicOf(2);
        Log first = topic.partition(0);
        first.append(Event.of("a"));
        topic.addPartitions(4);
        topic.addPartitions(4);
        assertThat(topic.partitions()).isEqualTo(4);
        assertThat(topic.partition(0)).isSameAs(first);
        assertThat(first.entries(0)).hasToString("[0:a]");
        assertThat(topic.partition(3).end()).isZero();
    }

    @Test
    void aTopicNeverShrinks() {
        var topic = topicOf(3);
        assertThatThrownBy(() -> topic.addPartitions(2)).isInstanceOf(InvalidPartitionsException.class)
                .has(messageWith("has 3 partitions and cannot shrink to 2"));
        assertThatThrownBy(() -> topic.addPartitions(0)).isInstanceOf(InvalidPartitionsException.class);
        assertThat(topic.partitions()).isEqualTo(3);
    }

    @Test
    void ifALogCannotBeMadeNoPartitionIsAdded() {
        var topic = new Topic("t", 1, partition -> {
            if (partition.partition() == 2) {
                throw new IllegalStateException("the disk is full");
            }
            return new ListLog();
        });
        assertThatThrownBy(() -> topic.addPartitions(3)).has(message("the disk is full"));
        assertThat(topic.partitions()).isEqualTo(1);
    }

    @Test
    void settingsHaveKafkasNamesAndStandards() {
        assertThat(topicOf(1).configuration().values()).containsExactly(Map.entry("retention.bytes", "-1"),
                Map.entry("retention.ms", "604800000"));
    }

    @Test
    void configuringChangesWhatIsNamedAndReconfiguringAllOfIt() {
        var topic = topicOf(1);
        topic.configure(Map.of("retention.ms", "1000"));
        topic.configure(Map.of("retention.bytes", "50"));
        assertThat(topic.configuration()).hasToString("{retention.bytes=50, retention.ms=1000}");
        topic.reconfigure(Map.of("retention.bytes", "60"));
        assertThat(topic.configuration()).hasToString("{retention.bytes=60, retention.ms=604800000}");
        var back = new HashMap<String, String>();
        back.put("retention.bytes", null);
        topic.configure(back);
        assertThat(topic.configuration().number("retention.bytes")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "soon", "", "1.5", "99999999999999999999"})
    void aValueThatIsNotAcceptableIsRefusedAndNothingChanges(String value) {
        var topic = topicOf(1);
        var changes = new TreeMap<>(Map.of("retention.bytes", "7", "retention.ms", value));
        assertThatThrownBy(() -> topic.configure(changes)).isInstanceOf(InvalidConfigurationException.class)
                .has(message("retention.ms cannot be \"" + value + "\"; give a whole number, -1 or more"));
        assertThat(topic.configuration().number("retention.bytes")).isEqualTo(-1);
    }

    @Test
    void anUnknownSettingIsRefusedAndTheKnownOnesNamed() {
        assertThatThrownBy(() -> topicOf(1).configure(Map.of("retention", "1")))
                .isInstanceOf(InvalidConfigurationException.class)
                .has(message("a topic has no setting retention; it has retention.bytes, retention.ms"));
        assertThatThrownBy(() -> topicOf(1).configuration().value("retention"))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void aLaterFloorBringsSettingsOfItsOwn() {
        var more = TopicConfig.of(
                List.of(ConfigKey.RETENTION_MS, ConfigKey.RETENTION_BYTES, ConfigKey.number("segment.bytes", 14, 14)));
        assertThat(more.with(Map.of("segment.bytes", "20")).number("segment.bytes")).isEqualTo(20);
        assertThatThrownBy(() -> more.with(Map.of("segment.bytes", "13")))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    private static void deleteExpired(Topic topic, Instant now) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            Log log = topic.partition(partition);
            log.deleteBefore(topic.configuration().retention().firstRetainedOffset(log, now));
        }
    }

    @Test
    void itsSettingsSayWhatIsRetained() {
        var topic = topicOf(2);
        for (int second = 0; second < 10; second++) {
            topic.partition(second % 2).append(Event.of("" + second).at(Instant.ofEpochSecond(second)));
        }
        deleteExpired(topic, Instant.ofEpochSecond(10));
        assertThat(topic.partition(0).start()).as("a week is kept").isZero();
        topic.configure(Map.of("retention.ms", "4000"));
        deleteExpired(topic, Instant.ofEpochSecond(10));
        assertThat(topic.partition(0).entries(3)).hasToString("[3:6, 4:8]");
        assertThat(topic.partition(1).entries(3)).hasToString("[3:7, 4:9]");
        assertThat(topic.partition(1).start()).isEqualTo(3);
        topic.configure(Map.of("retention.ms", "-1", "retention.bytes", "1"));
        deleteExpired(topic, Instant.ofEpochSecond(10));
        assertThat(topic.partition(0).entries(4)).hasToString("[4:8]");
        assertThat(topic.partition(0).start()).isEqualTo(4);
    }
}
