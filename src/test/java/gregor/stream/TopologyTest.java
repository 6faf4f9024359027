package gregor.stream;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.group.MemoryOffsetStore;
import gregor.list.Event;
import gregor.list.ListLog;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private final Topics topics = new Topics(partition -> new ListLog());
    private final MemoryOffsetStore offsets = new MemoryOffsetStore();
    private final Topology topology = new Topology();

    private Streams start() {
        return new Streams("app", topology, topics, new AtLeastOnce("app", topics, offsets));
    }

    private void write(String topic, int partition, String key, String value, long time) {
        topics.log(new TopicPartition(topic, partition)).append(new StreamRecord(key, value, time).event());
    }

    private List<Event> events(String topic) {
        return topics.log(new TopicPartition(topic, 0)).entries(0).stream().map(entry -> entry.event()).toList();
    }

    @Test
    void aTopologyDrawsItsSteps() {
        topology.stream("a").filter(record -> true).selectKey(StreamRecord::value)
                .count(TimeWindows.tumbling(Duration.ofHours(1)), "hours").toStream().to("b");
        assertThat(topology).hasToString("""
                a
                  → filter
                    → selectKey
                      → to hours-repartition
                hours-repartition
                  → count in windows of PT1H, grace PT0S [hours]
                    → to b""");
    }

    @Test
    void equalKeysOfAllPartitionsAreCountedTogether() {
        topics.create("in", 3);
        for (int partition = 0; partition < 3; partition++) {
            write("in", partition, "key-" + partition, "late", partition);
        }
        topology.stream("in").selectKey(StreamRecord::value).count("status");
        Streams streams = start();
        streams.drain();
        assertThat(streams.values("status")).isEqualTo(Map.of("late", "3"));
        assertThat(topics.names()).containsExactly("app-status-changelog", "app-status-repartition", "in");
    }

    @Test
    void aNewInstanceContinuesWhereTheOldOneCommitted() {
        topics.create("in", 1);
        topology.stream("in").count("count");
        write("in", 0, "a", "x", 1);
        start().drain();
        write("in", 0, "a", "x", 2);
        Streams next = start();
        assertThat(next.values("count")).as("restored").isEqualTo(Map.of("a", "1"));
        next.drain();
        assertThat(next.values("count")).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void streamTimeSurvivesARestart() {
        topics.create("in", 1);
        topology.stream("in").count(TimeWindows.tumbling(Duration.ofMillis(10)), "windows");
        write("in", 0, "a", "x", 25);
        start().drain();
        write("in", 0, "a", "x", 5);
        Streams next = start();
        next.drain();
        assertThat(next.dropped()).isEqualTo(1);
        assertThat(next.values("windows")).isEqualTo(Map.of("a@20/30", "1"));
    }

    @Test
    void aJoinLooksUpTheRowAtTheTimeOfTheRecord() {
        List.of("in", "table", "out").forEach(name -> topics.create(name, 1));
        topology.stream("in").join(topology.table("table", "rows"), "join", (one, two) -> one + "-" + two).to("out");
        write("in", 0, "a", "before", 1);
        write("table", 0, "a", "row", 2);
        write("in", 0, "a", "after", 3);
        write("table", 0, "a", null, 4);
        write("in", 0, "a", "deleted", 5);
        start().drain();
        assertThat(events("out")).containsExactly(new StreamRecord("a", "after-row", 3).event());
    }

    @Test
    void aStoreHoldsNoMoreThanWhatCanStillChange() {
        List.of("in", "other").forEach(name -> topics.create(name, 1));
        EventStream in = topology.stream("in");
        in.count(TimeWindows.tumbling(Duration.ofMillis(10)).grace(Duration.ofMillis(10)), "time");
        in.count(SessionWindows.gap(Duration.ofMillis(5)), "sessions");
        in.join(topology.stream("other"), JoinWindow.within(Duration.ofMillis(10)), "join", String::concat);
        for (int i = 0; i < 5_000; i++) {
            write("in", 0, "key-" + i, "x", i);
        }
        Streams streams = start();
        streams.drain();
        assertThat(streams.values("time")).as("windows").hasSizeBetween(10, 40);
        assertThat(streams.values("sessions")).as("sessions").hasSizeBetween(5, 40);
        assertThat(streams.values("join-this")).as("joined").hasSizeBetween(10, 40);
    }

    @Test
    void topicsWithDifferentPartitionsAreNotJoined() {
        topics.create("in", 2);
        topics.create("table", 3);
        topology.stream("in").join(topology.table("table", "rows"), "join", String::concat);
        assertThatThrownBy(this::start).hasMessageContainingAll("in=2", "table=3", "repartition");
    }

    @Test
    void badInputHasAMessageThatNamesIt() {
        topics.create("in", 1);
        topology.stream("in").count("count");
        assertThatThrownBy(() -> topology.stream("in").count("count")).hasMessageContaining("two stores");
        topics.log(new TopicPartition("in", 0)).append(Event.of("a", "without a time"));
        assertThatThrownBy(() -> start().drain()).hasMessageContainingAll("offset 0", "in-0", "no timestamp");
    }

    @Test
    void aTopicThatDoesNotExistIsNamed() {
        topology.stream("missing").to("out");
        assertThatThrownBy(this::start).isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessageContaining("missing");
    }
}
