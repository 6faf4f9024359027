package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.broker.BrokerClient.Chunk;
import gregor.cli.broker.BrokerClient.OffsetRange;
import gregor.cli.broker.BrokerClient.PartitionState;
import gregor.cli.console.CommandException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Utf8;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a command can rely on, whether a broker runs or the data folder is opened in this process.
@Timeout(60)
abstract class BrokerClientContract {
    private static final TopicPartition WORDS_0 = new TopicPartition("words", 0);
    private static final TopicPartition WORDS_1 = new TopicPartition("words", 1);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path folder;

    abstract BrokerClient client();

    private List<Long> append(TopicPartition partition, Event... events) {
        var offsets = new ArrayList<Long>();
        client().append(partition, ListBatch.of(events), (place, offset) -> offsets.add(offset));
        client().flush();
        return offsets;
    }

    private static List<String> texts(Chunk chunk) {
        return chunk.entries().stream().map(entry -> entry.event().text()).toList();
    }

    @Test
    void aTopicIsCreatedAlteredAndDeleted() {
        client().create("words", 2, Map.of("retention.ms", "1000"));
        assertThat(client().topics()).contains("words");
        assertThat(client().partitions("words")).containsExactly(new PartitionState(WORDS_0, true),
                new PartitionState(WORDS_1, true));
        client().addPartitions("words", 3);
        var changes = new java.util.HashMap<String, String>(Map.of("archive", "csv"));
        changes.put("retention.ms", null);
        client().alter("words", changes);
        assertThat(client().describe("words").configuration().overrides()).containsOnly(Map.entry("archive", "csv"));
        assertThat(client().describe("words").partitions()).hasSize(3);
        client().delete("words");
        assertThat(client().topics()).doesNotContain("words");
    }

    @Test
    void aTopicToWriteToIsCreatedOnce() {
        assertThat(client().find("words")).isEmpty();
        assertThat(client().target("words").partitions()).isOne();
        client().alter("words", Map.of("max.message.bytes", "5000"));
        assertThat(client().target("words").maxBytes()).isEqualTo(5000);
    }

    @Test
    void whatIsAppendedIsReadWithItsOffsetsAndParts() {
        client().create("words", 2, Map.of());
        var event = new Event(NOON.toEpochMilli(), Utf8.bytes("k"), null, List.of(new Header("h", Utf8.bytes("1"))));
        assertThat(append(WORDS_1, Event.of("a"), event)).containsExactly(0L, 1L);
        assertThat(append(WORDS_1, Event.of("b"))).containsExactly(2L);
        assertThat(client().offsets(List.of(WORDS_0, WORDS_1))).containsOnly(Map.entry(WORDS_0, new OffsetRange(0, 0)),
                Map.entry(WORDS_1, new OffsetRange(0, 3)));
        Chunk read = client().read(WORDS_1, 1);
        assertThat(read.next()).isEqualTo(3);
        assertThat(read.entries()).extracting(Entry::offset).containsExactly(1L, 2L);
        Event again = read.entries().getFirst().event();
        assertThat(again.timestamp()).isEqualTo(event.timestamp());
        assertThat(again.key()).isEqualTo(event.key());
        assertThat(again.value()).isNull();
        assertThat(again.headers()).extracting(Header::key).containsExactly("h");
    }

    /// More than a request takes: the batches follow each other without waiting.
    @Test
    void manyBatchesKeepTheirOrder() {
        client().create("words", 1, Map.of());
        var offsets = new ArrayList<Long>();
        for (int batch = 0; batch < 200; batch++) {
            Event[] events = new Event[50];
            java.util.Arrays.fill(events, Event.of(batch + "x".repeat(1000)));
            client().append(WORDS_0, ListBatch.of(events), (place, offset) -> offsets.add(offset));
        }
        client().flush();
        assertThat(offsets).isSorted().doesNotHaveDuplicates().hasSize(10_000).endsWith(9_999L);
        long next = 0;
        Chunk chunk = client().read(WORDS_0, 0);
        while (!chunk.entries().isEmpty()) {
            assertThat(chunk.entries().getFirst().offset()).isEqualTo(next);
            assertThat(texts(chunk).getFirst()).startsWith(next / 50 + "x");
            next = chunk.next();
            chunk = client().read(WORDS_0, next);
        }
        assertThat(next).isEqualTo(10_000);
    }

    @Test
    void theEndIsReadAndBeyondItIsAnError() {
        client().create("words", 1, Map.of());
        append(WORDS_0, Event.of("a"));
        assertThat(client().read(WORDS_0, 1)).isEqualTo(new Chunk(List.of(), 1));
        assertThatThrownBy(() -> client().read(WORDS_0, 2)).isInstanceOf(OffsetOutOfRangeException.class)
                .hasMessageContaining("past the end");
        append(WORDS_0, Event.of("b"));
        assertThat(texts(client().read(WORDS_0, 1))).as("what came after the end").containsExactly("b");
        assertThat(texts(client().read(WORDS_0, 0))).as("and back").containsExactly("a", "b");
    }

    @Test
    void aRefusedBatchIsReportedAndTheOthersAreWritten() {
        client().create("words", 1, Map.of("cleanup.policy", "compact"));
        assertThat(append(WORDS_0, Event.of("k", "v"))).containsExactly(0L);
        assertThatThrownBy(() -> append(WORDS_0, Event.of("no key")))
                .satisfies(e -> assertThat(CommandException.isUserMessage(e)).isTrue()).hasMessageContaining("key");
        assertThat(append(WORDS_0, Event.of("k", "w"))).containsExactly(1L);
    }

    @Test
    void anOffsetIsFoundByTime() {
        client().create("words", 1, Map.of());
        append(WORDS_0, Event.of("a").at(NOON), Event.of("b").at(NOON.plusSeconds(1)));
        assertThat(client().offsetAt(WORDS_0, NOON.plusMillis(1))).hasValue(1);
        assertThat(client().offsetAt(WORDS_0, NOON.plusSeconds(2))).isEmpty();
    }

    @Test
    void aGroupCommitsAndIsDeleted() {
        client().create("words", 2, Map.of());
        append(WORDS_0, Event.of("a"), Event.of("b"));
        assertThat(client().committed("g")).isEmpty();
        client().reset("g", Map.of(WORDS_0, 1L));
        assertThat(client().groups()).containsExactly("g");
        assertThat(client().committed("g")).containsOnly(Map.entry(WORDS_0, 1L));
        GroupDescription group = client().group("g");
        assertThat(group.state()).isEqualTo("Empty");
        assertThat(group.topics()).containsExactly("words");
        assertThat(group.lag()).isOne();
        client().deleteGroup("g");
        assertThat(client().groups()).isEmpty();
    }

    @Test
    void unknownNamesAreReportedWithTheNearest() {
        assertThatThrownBy(() -> client().describe("wrods")).hasMessageContaining("there are none yet");
        client().create("words", 1, Map.of());
        assertThatThrownBy(() -> client().describe("wrods")).isInstanceOf(CommandException.class)
                .hasMessage("there is no topic wrods in " + client().place() + " (did you mean words?)");
        assertThatThrownBy(() -> client().partitions("wrods")).hasMessageContaining("did you mean words?");
        assertThat(client().topics()).as("asking creates nothing").doesNotContain("wrods");
        assertThatThrownBy(() -> client().group("g")).isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no group g in " + client().place());
    }

    @Test
    void aReaderServesItsPartitionsInTurn() {
        client().create("words", 2, Map.of());
        append(WORDS_0, Event.of("a"), Event.of("b"), Event.of("c"));
        append(WORDS_1, Event.of("d"));
        var committed = new ArrayList<Map<TopicPartition, Long>>();
        var reader = new TopicReader(client(), Map.of(WORDS_0, 0L, WORDS_1, 0L), Map.of(), committed::add);
        assertThat(reader.poll(2)).extracting(arrival -> arrival.entry().event().text()).containsExactly("a", "b");
        reader.commit();
        reader.commit();
        assertThat(committed).containsExactly(Map.of(WORDS_0, 2L, WORDS_1, 0L));
        assertThat(reader.poll(9)).extracting(arrival -> arrival.entry().event().text()).containsExactly("d", "c");
        assertThat(reader.poll(9)).isEmpty();
        assertThat(reader.isWhole()).isTrue();
    }

    @Test
    void afterAReleaseItGoesOn() {
        client().create("words", 1, Map.of());
        client().release();
        client().resume();
        assertThat(append(WORDS_0, Event.of("a"))).containsExactly(0L);
    }

    /// A batch whose offsets have a gap, as an archive may have.
    static Batch gap() {
        return new ListBatch(gregor.list.Origin.UNKNOWN,
                List.of(new Entry(0, Event.of("a")), new Entry(2, Event.of("c"))));
    }
}
