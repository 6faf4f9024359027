package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.compact.MissingKeyException;
import gregor.deque.CsvArchive;
import gregor.group.CommitOutOfRangeException;
import gregor.group.CommittedOffset;
import gregor.group.Subscription;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.OffsetOutOfRangeException;
import gregor.list.Origin;
import gregor.rebalance.GroupNotEmptyException;
import gregor.rebalance.JoinRequest;
import gregor.rebalance.JoinResponse;
import gregor.rebalance.MemberIdentity;
import gregor.thread.LogClosedException;
import gregor.topic.InvalidConfigurationException;
import gregor.topic.InvalidPartitionsException;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicExistsException;
import gregor.topic.TopicPartition;
import gregor.topic.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a broker promises, wherever its logs are.
@Timeout(60)
abstract class BrokerContract {
    static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path folder;

    Instant now = Instant.parse("2026-03-02T00:00:00Z");
    Broker broker;

    /// How the broker is run; the archive is in the folder.
    protected abstract BrokerSettings settings();

    @BeforeEach
    void open() {
        broker = Broker.open(settings().with(() -> now));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    static Event event(String key, String value, Instant time) {
        return Event.of(key, value).at(time);
    }

    List<Entry> entries(String topic, int partition) {
        return broker.partition(topic, partition).entries(broker.partition(topic, partition).start());
    }

    @Test
    void aTopicIsCreatedListedDescribedAndDeleted() {
        broker.createTopic("deliveries", 3, Map.of("retention.ms", "1000"));
        assertThat(broker.topicNames()).containsExactly("__consumer_offsets", "__journal", "_kaf", "deliveries");
        broker.append(new TopicPartition("deliveries", 1), ListBatch.of(event("a", "b", now)));
        TopicDescription found = broker.describe("deliveries");
        assertThat(found.partitions()).extracting(TopicDescription.PartitionDescription::end).containsExactly(0L, 1L,
                0L);
        assertThat(found.configuration().overrides()).isEqualTo(Map.of("retention.ms", "1000"));
        assertThat(found.created()).contains(now);
        broker.deleteTopic("deliveries");
        assertThat(broker.topicNames()).doesNotContain("deliveries");
        assertThatThrownBy(() -> broker.partition("deliveries", 0)).isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessageContaining("topic deliveries does not exist");
        assertThatThrownBy(() -> broker.describe("deliveries")).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void aListenerHearsOfEachChangeOfATopic() {
        var seen = new ArrayList<String>();
        Runnable listener = () -> seen.add(broker.topicsVersion() + " " + broker.partitions("a"));
        broker.addTopicListener(listener);
        long before = broker.topicsVersion();
        broker.createTopic("a", 1, Map.of());
        broker.addPartitions("a", 3);
        broker.alterTopic("a", Map.of("retention.ms", "1000"));
        broker.deleteTopic("a");
        assertThat(seen).containsExactly(before + 1 + " 1", before + 2 + " 3", before + 3 + " 3", before + 4 + " 0");
        broker.removeTopicListener(listener);
        broker.createTopic("a", 1, Map.of());
        assertThat(seen).hasSize(4);
    }

    @Test
    void whatCannotBeATopicChangesNothing() {
        broker.createTopic("a", 1, Map.of());
        List<String> before = broker.topicNames();
        assertThatThrownBy(() -> broker.createTopic("a", 1, Map.of())).isInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> broker.createTopic("../a", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> broker.createTopic("..", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> broker.createTopic("b", 0, Map.of())).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> broker.createTopic("b", 1, Map.of("retention.mss", "1")))
                .isInstanceOf(InvalidConfigurationException.class).hasMessageContaining("retention.ms,");
        assertThatThrownBy(() -> broker.addPartitions("a", 0)).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> broker.deleteTopic("b")).isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(broker.topicNames()).isEqualTo(before);
        assertThat(broker.describe("a").partitions()).hasSize(1);
        broker.createTopic("b", 1, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"archive, zip, none", "cleanup.policy, squeeze, delete", "segment.bytes, 0, 14",
            "retention.messages, 0, -1", "min.cleanable.dirty.ratio, 1.5, from 0 to 1",
            "max.message.bytes, many, whole number", "flush.ms, -1, 0 or more", "compression.type, none, uncompressed",
            "compression.type, brotli, producer", "max.compaction.lag.ms, 0, 1 or more",
            "min.insync.replicas, 0, from 1", "min.insync.replicas, all, from 1"})
    void aSettingSaysWhichValuesItTakes(String name, String value, String hint) {
        assertThatThrownBy(() -> broker.createTopic("a", 1, Map.of(name, value)))
                .isInstanceOf(InvalidConfigurationException.class).hasMessageContaining(name)
                .hasMessageContaining(hint);
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> broker.createTopic("a", 1, Map.of("archive", "csv", "cleanup.policy", "compact")))
                .isInstanceOf(InvalidConfigurationException.class).hasMessageContaining("compact,delete");
        assertThat(broker.topicNames()).doesNotContain("a");
        broker.createTopic("a", 1, Map.of("archive", "csv"));
        assertThatThrownBy(() -> broker.alterTopic("a", Map.of("cleanup.policy", "compact")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(
                () -> broker.alterTopic("a", Map.of("min.compaction.lag.ms", "10", "max.compaction.lag.ms", "9")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("min.compaction.lag.ms=10 is larger than max.compaction.lag.ms=9; make it smaller, or "
                        + "max.compaction.lag.ms larger");
        assertThat(broker.describe("a").configuration().overrides()).isEqualTo(Map.of("archive", "csv"));
    }

    @Test
    void settingsHoldAtOnceAndCanBeTakenBack() {
        broker.createTopic("a", 1, Map.of());
        var partition = new TopicPartition("a", 0);
        broker.append(partition, ListBatch.of(event("k", "0123456789", now)));
        broker.alterTopic("a", Map.of("max.message.bytes", "10"));
        assertThatThrownBy(() -> broker.append(partition, ListBatch.of(event("k", "0123456789", now))))
                .isInstanceOf(RecordBatchTooLargeException.class).hasMessageContaining("11 bytes")
                .hasMessageContaining("takes 10");
        var changes = new HashMap<String, String>();
        changes.put("max.message.bytes", null);
        broker.alterTopic("a", changes);
        broker.append(partition, ListBatch.of(event("k", "0123456789", now)));
        broker.alterTopic("a", Map.of("retention.ms", "5", "retention.bytes", "7"));
        broker.resetTopic("a", Map.of("retention.bytes", "9"));
        assertThat(broker.describe("a").configuration().overrides()).isEqualTo(Map.of("retention.bytes", "9"));
        assertThat(broker.partition("a", 0).end()).isEqualTo(2);
    }

    @Test
    void aCompactedTopicWantsAKeyAndABatchIsTakenWholeOrNot() {
        broker.createTopic("a", 1, Map.of("cleanup.policy", "compact"));
        assertThatThrownBy(() -> broker.append(new TopicPartition("a", 0),
                ListBatch.of(event("k", "v", now), event(null, "v", now)))).isInstanceOf(MissingKeyException.class)
                .hasMessageContaining("event 1");
        assertThat(broker.partition("a", 0).end()).isZero();
        broker.alterTopic("a", Map.of("cleanup.policy", "delete"));
        broker.append(new TopicPartition("a", 0), ListBatch.of(event(null, "v", now)));
    }

    @Test
    void deletingWakesWaitingReadersAndANewTopicOfThatNameStartsAtZero() throws InterruptedException {
        broker.createTopic("a", 1, Map.of());
        broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "old", now)));
        var id = broker.describe("a").id();
        Partition old = broker.partition("a", 0);
        var waiting = CompletableFuture.supplyAsync(() -> old.awaitEnd(1, LONG));
        while (old.waiting() == 0) {
            Thread.sleep(1);
        }
        broker.groups().in("g", group -> {
            group.reset(Map.of(new TopicPartition("a", 0), CommittedOffset.of(1)));
            return null;
        });
        broker.deleteTopic("a");
        assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(LogClosedException.class);
        assertThatThrownBy(old::end).isInstanceOf(LogClosedException.class);
        broker.createTopic("a", 1, Map.of());
        assertThat(broker.partition("a", 0).end()).isZero();
        assertThat(broker.describe("a").id()).isNotEqualTo(id);
        assertThat(broker.groups().names()).as("its committed offsets are deleted with it").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__consumer_offsets", "_kaf", "__journal"})
    void theBrokersOwnTopicsStay(String topic) {
        assertThatThrownBy(() -> broker.deleteTopic(topic)).isInstanceOf(InvalidTopicException.class)
                .hasMessageContaining("the broker's own");
    }

    @Test
    void partitionsAreAddedAndWhatIsThereStays() {
        broker.createTopic("a", 1, Map.of("max.message.bytes", "100"));
        broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v", now)));
        broker.addPartitions("a", 3);
        assertThat(broker.append(new TopicPartition("a", 2), ListBatch.of(event("k", "v", now)))).isZero();
        assertThat(entries("a", 0)).hasSize(1);
        assertThatThrownBy(
                () -> broker.append(new TopicPartition("a", 2), ListBatch.of(event("k", "v".repeat(100), now))))
                .as("the new ones take no more than the old one").isInstanceOf(RecordBatchTooLargeException.class);
        assertThatThrownBy(() -> broker.partition("a", 3)).hasMessageContaining("it has 0 to 2");
    }

    @Test
    void aTopicIsMadeByWritingToItIfTheBrokerAllows() {
        broker.createIfAbsent("a");
        broker.createIfAbsent("a");
        assertThat(broker.describe("a").partitions()).hasSize(1);
        close();
        broker = Broker.open(settings().with(() -> now).withNewTopics(4, false).withArchive(folder.resolve("other")));
        assertThatThrownBy(() -> broker.createIfAbsent("b")).isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessageContaining("create it");
    }

    private static JoinRequest request(String client, String topic) {
        return new JoinRequest(client, "range",
                new Subscription(new TreeSet<>(List.of(topic)), new TreeSet<>(), -1, Optional.empty()),
                Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @Test
    void twoMembersAgreeAndAWaitingMemberIsWoken() {
        broker.createTopic("a", 2, Map.of());
        Groups groups = broker.groups();
        MemberIdentity one = groups.in("g", group -> group.join(request("one", "a")));
        JoinResponse first = groups.await("g", LONG, group -> group.joinResponse(one)).orElseThrow();
        assertThat(first.members()).hasSize(1);
        var second = CompletableFuture.supplyAsync(() -> {
            MemberIdentity two = groups.in("g", group -> group.join(request("two", "a")));
            JoinResponse round = groups.await("g", LONG, group -> group.joinResponse(two)).orElseThrow();
            return groups.await("g", LONG, group -> group.assignment(round.identity())).orElseThrow();
        });
        while (groups.in("g", group -> group.members().size()) < 2) {
            Thread.onSpinWait();
        }
        groups.in("g", group -> {
            group.rejoin(one, request("one", "a"));
            return null;
        });
        JoinResponse leads = groups.await("g", LONG, group -> group.joinResponse(one)).orElseThrow();
        var shares = new TreeMap<String, TreeSet<TopicPartition>>();
        int partition = 0;
        for (String member : leads.members().keySet()) {
            shares.put(member, new TreeSet<>(List.of(new TopicPartition("a", partition++))));
        }
        groups.in("g", group -> {
            group.assign(leads.identity(), shares);
            return null;
        });
        assertThat(second.join()).hasSize(1);
        assertThat(groups.await("g", Duration.ofMillis(1), group -> Optional.empty())).isEmpty();
        assertThatThrownBy(() -> groups.delete("g")).isInstanceOf(GroupNotEmptyException.class);
        now = now.plusSeconds(11);
        broker.keepHouse();
        groups.delete("g");
        assertThat(groups.names()).isEmpty();
    }

    @Test
    void aCommitThatIsNotPossibleChangesNothing() {
        broker.createTopic("a", 1, Map.of());
        var partition = new TopicPartition("a", 0);
        assertThatThrownBy(() -> broker.groups().in("g", group -> {
            group.reset(Map.of(partition, CommittedOffset.of(7)));
            return null;
        })).isInstanceOf(CommitOutOfRangeException.class);
        assertThatThrownBy(() -> broker.groups().in("", group -> null)).isInstanceOf(BrokerException.class);
        assertThat(broker.groups().names()).isEmpty();
    }

    private void fill(String topic, int hours) {
        for (int hour = 0; hour < hours; hour++) {
            broker.append(new TopicPartition(topic, 0),
                    ListBatch.of(event("k" + hour % 3, "v".repeat(400) + hour, now)));
            now = now.plusSeconds(3600);
        }
    }

    @Test
    void aTopicWithoutAnArchiveIsNotArchived() {
        broker.createTopic("a", 1, Map.of("retention.ms", "1", "segment.bytes", "2000", "max.message.bytes", "1000"));
        fill("a", 40);
        now = now.plus(Duration.ofDays(2));
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isEqualTo(40);
        assertThat(folder.resolve("archive/a")).doesNotExist();
    }

    @Test
    void aTopicThatIsOnlyCompactedKeepsOldEvents() {
        broker.createTopic("a", 1, Map.of("retention.ms", "1", "cleanup.policy", "compact", "segment.bytes", "2000",
                "max.message.bytes", "1000"));
        fill("a", 40);
        now = now.plus(Duration.ofDays(2));
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isZero();
    }

    @Test
    void whatIsTooOldLeavesAndTheArchiveHasItFirst() {
        broker.createTopic("a", 1, Map.of("retention.ms", "" + Duration.ofHours(10).toMillis(), "archive", "csv",
                "segment.bytes", "2000", "max.message.bytes", "1000"));
        fill("a", 40);
        List<Entry> all = entries("a", 0);
        broker.keepHouse();
        long start = broker.partition("a", 0).start();
        assertThat(start).isBetween(25L, 30L);
        assertThat(entries("a", 0)).isEqualTo(all.subList((int) start, 40));
        try (Stream<Entry> archived = CsvArchive.entries(folder.resolve("archive/a/0.csv"))) {
            assertThat(archived).isEqualTo(all.subList(0, (int) start));
        }
        now = now.plus(Duration.ofDays(2));
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).as("the growing segment too, when all of it is too old")
                .isEqualTo(40);
        assertThat(broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v", now)))).isEqualTo(40);
        try (Stream<Entry> archived = CsvArchive.entries(folder.resolve("archive/a/0.csv"))) {
            assertThat(archived).isEqualTo(all);
        }
    }

    private List<String> journal() {
        return entries("__journal", 0).stream().map(entry -> entry.event().text()).toList();
    }

    @Test
    void theJournalSaysWhatWasLetGoOfAndWhetherTheArchiveHasIt() {
        broker.createTopic("a", 1, Map.of("retention.ms", "3600000", "archive", "csv"));
        broker.createTopic("b", 1, Map.of("retention.ms", "3600000"));
        broker.createTopic("c", 1,
                Map.of("cleanup.policy", "compact", "segment.bytes", "3000", "max.message.bytes", "1000"));
        fill("a", 4);
        fill("b", 4);
        fill("c", 40);
        now = now.plus(Duration.ofDays(1));
        int before = journal().size();
        broker.keepHouse();
        List<String> said = journal().subList(before, journal().size());
        assertThat(said).hasSize(3).anyMatch(
                line -> line.contains("a-0") && line.contains("deleted offsets 0 to 3, which are in the archive"))
                .anyMatch(line -> line.contains("b-0") && line.contains("deleted offsets 0 to 3\""))
                .anyMatch(line -> line.matches(".*compacted up to offset \\d+, from \\d+ bytes to \\d+.*"));
        broker.keepHouse();
        assertThat(journal()).as("nothing was to do, so there is nothing to tell").hasSize(before + 3);
    }

    @Test
    void checkingATopicChangesNothing() {
        broker.checkTopic("a", 3, Map.of("retention.ms", "1000"));
        assertThat(broker.topicNames()).doesNotContain("a");
        assertThat(broker.partitions("a")).isZero();
        assertThatThrownBy(() -> broker.checkTopic("a", 0, Map.of())).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> broker.checkTopic("..", 1, Map.of())).isInstanceOf(InvalidTopicException.class);
        assertThatThrownBy(() -> broker.checkTopic("a", 1, Map.of("archive", "csv", "cleanup.policy", "compact")))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> broker.checkTopic("_kaf", 1, Map.of())).isInstanceOf(TopicExistsException.class);
        broker.createTopic("a", 1, Map.of());
        broker.checkSettings("a", before -> before.with(Map.of("retention.ms", "5")));
        assertThat(broker.describe("a").configuration().overrides()).isEmpty();
    }

    @Test
    void whatIsTooMuchLeaves() {
        broker.createTopic("a", 1,
                Map.of("retention.bytes", "5000", "segment.bytes", "1500", "max.message.bytes", "1000"));
        fill("a", 40);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).sizeInBytes()).isBetween(5000L, 6600L);
        broker.alterTopic("a", Map.of("retention.bytes", "-1"));
        long start = broker.partition("a", 0).start();
        fill("a", 40);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isEqualTo(start);
    }

    @Test
    void whatIsMoreThanTheNumberOfMessagesExpires() {
        broker.createTopic("a", 1, Map.of("retention.messages", "15"));
        fill("a", 40);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).start()).isEqualTo(broker.partition("a", 0).end() - 15);
        broker.alterTopic("a", Map.of("retention.messages", "-1"));
        fill("a", 40);
        broker.keepHouse();
        assertThat(broker.partition("a", 0).entries(broker.partition("a", 0).start())).hasSize(55);
    }

    @Test
    void aClockThatJumpsBackRemovesNothingAndStopsNothing() {
        broker.createTopic("a", 1,
                Map.of("retention.ms", "3600000", "segment.bytes", "1500", "max.message.bytes", "1000"));
        fill("a", 5);
        now = now.minus(Duration.ofDays(365));
        broker.keepHouse();
        assertThat(entries("a", 0)).hasSize(5);
        fill("a", 3);
        now = now.plus(Duration.ofDays(1));
        broker.keepHouse();
        broker.keepHouse();
        assertThat(entries("_kaf", 0)).as("statistics are written again").isNotEmpty();
    }

    @Test
    void aCompactedTopicIsCompactedWhenEnoughIsDirty() {
        broker.createTopic("a", 1,
                Map.of("cleanup.policy", "compact", "segment.bytes", "3000", "max.message.bytes", "1000"));
        fill("a", 40);
        broker.keepHouse();
        List<Entry> left = entries("a", 0);
        assertThat(left).hasSizeLessThan(10);
        assertThat(left.getLast().offset()).isEqualTo(39);
        assertThat(broker.partition("a", 0).end()).isEqualTo(40);
        broker.keepHouse();
        assertThat(entries("a", 0)).isEqualTo(left);
    }

    @Test
    void aCompactedTopicIsCompactedAfterTheMaximumLagHoweverLittleIsDirty() {
        broker.createTopic("a", 1, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "1",
                "max.compaction.lag.ms", "" + Duration.ofHours(50).toMillis()));
        fill("a", 40);
        broker.keepHouse();
        assertThat(entries("a", 0)).as("40 hours old").hasSize(40);
        now = now.plus(Duration.ofHours(10));
        broker.keepHouse();
        assertThat(entries("a", 0)).as("exactly as old as the lag").hasSize(40);
        now = now.plusMillis(1);
        broker.keepHouse();
        List<Entry> left = entries("a", 0);
        assertThat(left).extracting(Entry::offset).containsExactly(36L, 37L, 38L, 39L);
        now = now.plus(Duration.ofDays(9));
        broker.keepHouse();
        assertThat(entries("a", 0)).as("the last batch is not compacted").isEqualTo(left);
    }

    @Test
    void aBatchLargerThanASegmentIsAccepted() {
        broker.createTopic("a", 1, Map.of("segment.bytes", "1024", "max.message.bytes", "5000"));
        fill("a", 3);
        broker.append(new TopicPartition("a", 0), ListBatch.of(event("k", "v".repeat(4000), now)));
        fill("a", 3);
        assertThat(entries("a", 0)).hasSize(7).element(3).extracting(entry -> entry.event().text().length())
                .isEqualTo(4000);
    }

    @Test
    void bookmarksAreEventsInACompactedTopic() {
        broker.createTopic("a", 1, Map.of());
        fill("a", 3);
        for (int i = 0; i < 200; i++) {
            long offset = i % 4;
            broker.groups().in("g", group -> {
                group.reset(Map.of(new TopicPartition("a", 0), new CommittedOffset(offset, "note " + offset)));
                return null;
            });
        }
        assertThat(entries("__consumer_offsets", 0)).hasSize(200);
        assertThat(entries("__consumer_offsets", 0).getLast().event().toString()).startsWith("[\"g\",\"a\",0]=");
        broker.keepHouse();
        assertThat(entries("__consumer_offsets", 0)).hasSizeLessThan(10);
        assertThat(committed("g", "a")).isEqualTo(new CommittedOffset(3, "note 3"));
    }

    CommittedOffset committed(String group, String topic) {
        return broker.groups().in(group, found -> found.committed(new TopicPartition(topic, 0))).orElse(null);
    }

    @Test
    void theJournalSaysWhatHappenedAndTheStatisticsHowMuch() {
        broker.createTopic("a", 1, Map.of());
        fill("a", 3);
        broker.partition("a", 0).read(0, 100);
        assertThatThrownBy(() -> broker.partition("a", 0)
                .append(ListBatch.of(Origin.UNKNOWN, List.of(event("k", "v".repeat(2_000_000), now)))))
                .isInstanceOf(RecordBatchTooLargeException.class);
        broker.keepHouse();
        String statistics = entries("_kaf", 0).getLast().event().text();
        assertThat(statistics).contains("\"beg\":\"2026-03-02T00:00:00Z\"", "\"end\":\"2026-03-02T03:00:00Z\"",
                "\"statno\":1", "{\"name\":\"a\",\"last\":3,\"gets\":1,\"puts\":3,\"errs\":1}");
        now = now.plusSeconds(10);
        broker.keepHouse();
        assertThat(entries("_kaf", 0)).as("an interval is five minutes").hasSize(1);
        broker.deleteTopic("a");
        assertThat(entries("__journal", 0)).extracting(entry -> entry.event().text())
                .anyMatch(line -> line.contains("\"what\":\"created\",\"about\":\"a\""))
                .anyMatch(line -> line.contains("\"what\":\"deleted\",\"about\":\"a\""));
    }

    @Test
    void anOffsetIsFoundByTime() {
        broker.createTopic("a", 1, Map.of());
        Instant begin = now;
        fill("a", 10);
        assertThat(broker.partition("a", 0).offsetFor(begin.plusSeconds(3601))).hasValue(2);
        assertThat(broker.partition("a", 0).offsetFor(begin.minusSeconds(1))).hasValue(0);
        assertThat(broker.partition("a", 0).offsetFor(now)).isEmpty();
    }

    @Test
    void whatHasLeftIsOutOfRange() {
        broker.createTopic("a", 1, Map.of());
        fill("a", 5);
        broker.partition("a", 0).deleteBefore(3);
        assertThatThrownBy(() -> broker.partition("a", 0).read(1, 100)).isInstanceOf(OffsetOutOfRangeException.class)
                .hasMessageContaining("3");
        assertThat(broker.troubles()).isEmpty();
    }

    @Test
    void anArchiveOfAnOlderTopicIsSetAside() throws Exception {
        var settings = Map.of("retention.ms", "1", "archive", "csv");
        var archives = new ArrayList<String>();
        for (int round = 0; round < 3; round++) {
            broker.createTopic("a", 1, settings);
            fill("a", 2);
            broker.keepHouse();
            broker.deleteTopic("a");
        }
        try (Stream<Path> files = Files.list(folder.resolve("archive"))) {
            files.forEach(file -> archives.add(file.getFileName().toString()));
        }
        assertThat(archives).hasSize(3).contains("a").anyMatch(name -> name.startsWith("a--20260302T"));
    }

    @Test
    void threeHundredTopicsAreNothingSpecial() {
        for (int i = 0; i < 300; i++) {
            broker.createTopic("t" + i, 1, Map.of());
        }
        for (int i = 0; i < 300; i++) {
            broker.append(new TopicPartition("t" + i, 0), ListBatch.of(event("k", "" + i, now)));
        }
        broker.keepHouse();
        assertThat(entries("t299", 0)).hasToString("[0:k=299]");
    }

    @Test
    void partitionsHaveALimitForATopicAndForAll() {
        broker.close();
        broker = Broker.open(settings().withPartitionLimits(10, 20).with(() -> now));
        assertThatThrownBy(() -> broker.createTopic("a", Integer.MAX_VALUE, Map.of()))
                .isInstanceOf(InvalidPartitionsException.class).hasMessageContaining("--max-topic-partitions");
        assertThatThrownBy(() -> broker.checkTopic("a", 11, Map.of())).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> broker.createIfAbsent("a", 11, Map.of()))
                .isInstanceOf(InvalidPartitionsException.class);
        broker.createTopic("a", 10, Map.of());
        broker.createTopic("b", 3, Map.of());
        // The broker has three of its own.
        assertThatThrownBy(() -> broker.addPartitions("a", 11)).hasMessageContaining("allows a topic 10");
        assertThatThrownBy(() -> broker.addPartitions("b", 8))
                .hasMessageContaining("5 more partitions; this broker has 16 and allows 20");
        assertThatThrownBy(() -> broker.checkPartitions("b", 8)).isInstanceOf(InvalidPartitionsException.class);
        assertThatThrownBy(() -> broker.createTopic("c", 5, Map.of())).hasMessageContaining("--max-partitions");
        assertThat(broker.partitions("b")).isEqualTo(3);
        broker.addPartitions("b", 7);
        broker.deleteTopic("a");
        broker.createTopic("c", 10, Map.of());
        assertThat(broker.topicNames()).contains("b", "c").doesNotContain("a");
    }

    @Test
    void manyThreadsMakeAndDeleteTopicsOfOneName() throws Exception {
        var results = new java.util.concurrent.ConcurrentLinkedQueue<RuntimeException>();
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        try {
                            broker.createTopic("one", 3, Map.of());
                            broker.addPartitions("one", 5);
                            broker.deleteTopic("one");
                        } catch (TopicExistsException | UnknownTopicOrPartitionException
                                | InvalidPartitionsException e) {
                            // another thread was faster
                        } catch (RuntimeException e) {
                            results.add(e);
                        }
                    }
                });
            }
        }
        assertThat(results).isEmpty();
        assertThat(broker.troubles()).isEmpty();
    }

    private static JoinRequest joining() {
        return new JoinRequest("client", "range", Subscription.to("a"), Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @Test
    void aGroupWithoutMembersAndBookmarksIsForgottenAfterAWhile() {
        broker.createTopic("a", 1, Map.of());
        for (String name : List.of("one", "two")) {
            MemberIdentity badge = broker.groups().in(name, group -> group.join(joining()));
            broker.groups().in(name, group -> {
                group.leave(badge);
                return null;
            });
        }
        broker.groups().commit("two", Map.of(new TopicPartition("a", 0), new CommittedOffset(0, "")));
        MemberIdentity here = broker.groups().in("three", group -> group.join(joining()));
        broker.keepHouse();
        assertThat(broker.groups().names()).contains("one", "two", "three");
        for (int i = 0; i < 130; i++) {
            now = now.plusSeconds(5);
            broker.groups().in("three", group -> {
                group.rejoin(here, joining());
                return null;
            });
            broker.keepHouse();
        }
        assertThat(broker.groups().names()).contains("two", "three").doesNotContain("one");
    }

    @Test
    void groupsHaveALimitThatThoseWithoutMembersDoNotReach() {
        broker.createTopic("a", 1, Map.of());
        for (int i = 0; i < 10_005; i++) {
            String name = "empty" + i;
            broker.groups().in(name, group -> {
                group.leave(group.join(joining()));
                return null;
            });
        }
        assertThat(broker.groups().names()).hasSizeLessThan(10_000);
        assertThatThrownBy(() -> {
            for (int i = 0; i < 10_005; i++) {
                broker.groups().in("full" + i, group -> group.join(joining()));
            }
        }).isInstanceOf(BrokerException.class).hasMessageContaining("10000 groups");
        assertThatThrownBy(() -> broker.groups().in("x".repeat(1001), group -> 1)).isInstanceOf(BrokerException.class);
    }
}
