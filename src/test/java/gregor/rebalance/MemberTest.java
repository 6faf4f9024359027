package gregor.rebalance;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.deque.OffsetReset;
import gregor.group.Assignor;
import gregor.group.CommitOutOfRangeException;
import gregor.group.CommittedOffset;
import gregor.group.MemoryOffsetStore;
import gregor.group.RangeAssignor;
import gregor.group.RoundRobinAssignor;
import gregor.group.StickyAssignor;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.topic.NotAssignedException;
import gregor.topic.PartitionEntry;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private Instant now = Instant.parse("2026-03-02T12:00:00Z");
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final Topic topic = topics.create("t", 4);
    private final TopicProducer producer = new TopicProducer("P", topic, new RoundRobinPartitioner());
    private final MemoryOffsetStore commits = new MemoryOffsetStore();
    private final Group group = new Group("readers", topics, commits, () -> now);
    private final MemberSettings settings = MemberSettings.of("t").with(OffsetReset.EARLIEST).manualCommit();

    private Member member(String name, MemberSettings how) {
        return new Member(name, group, topics, how, () -> now);
    }

    private Member member(String name) {
        return member(name, settings);
    }

    private void send(int events) {
        for (int i = 0; i < events; i++) {
            producer.send(Event.of("" + i));
        }
    }

    private static void settle(Member... members) {
        for (int i = 0; i < 5; i++) {
            for (Member member : members) {
                member.poll(1);
            }
        }
    }

    static List<Assignor> assignors() {
        return List.of(new RangeAssignor(), new RoundRobinAssignor(), new StickyAssignor(false),
                new StickyAssignor(true));
    }

    @ParameterizedTest
    @MethodSource("assignors")
    void membersDivideThePartitions(Assignor assignor) {
        Member ann = member("Ann", settings.with(assignor));
        Member ben = member("Ben", settings.with(assignor));
        settle(ann, ben);
        assertThat(ann.assignment()).hasSize(2);
        assertThat(ben.assignment()).hasSize(2).doesNotContainAnyElementsOf(ann.assignment());
        assertThat(group.state()).isEqualTo(Group.State.STABLE);
    }

    @Test
    void aLoneMemberReadsAtItsFirstPoll() {
        send(4);
        assertThat(member("Ann").poll(10)).hasToString("[t-0@0:0, t-1@0:1, t-2@0:2, t-3@0:3]");
    }

    @Test
    void theFifthMemberOfFourPartitionsReadsNothing() {
        Member[] five = {member("A"), member("B"), member("C"), member("D"), member("E")};
        settle(five);
        assertThat(five[4].assignment()).isEmpty();
        assertThat(five[3].assignment()).hasSize(1);
    }

    @Test
    void theCommittedOffsetIsTheNextOne() {
        send(12);
        Member ann = member("Ann");
        ann.poll(3);
        ann.commit();
        assertThat(group.committed(T0)).contains(CommittedOffset.of(3));
        ann.leave();
        Member ben = member("Ben");
        assertThat(ben.poll(1).getFirst().entry().offset()).as("the first that Ben reads somewhere").isZero();
        assertThat(ben.position().get(T0)).isEqualTo(3);
    }

    @Test
    void whatADeadMemberDidNotCommitIsReadAgain() {
        send(4);
        Member ann = member("Ann");
        assertThat(ann.poll(10)).hasSize(4);
        now = now.plusSeconds(46);
        assertThat(member("Ben").poll(10)).hasSize(4);
    }

    @Test
    void autoCommitCommitsWhatEarlierPollsReturnedProcessedOrNot() {
        send(4);
        Member ann = member("Ann", settings.autoCommit(Duration.ofSeconds(5)));
        ann.poll(10);
        now = now.plusSeconds(4);
        ann.poll(10);
        assertThat(group.committed(T0)).as("too early").isEmpty();
        now = now.plusSeconds(1);
        ann.poll(10);
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    /// The clock stands still, so nothing is committed because it is time. While the others have not yet agreed, who
    /// cooperates reads on.
    @ParameterizedTest
    @MethodSource("assignors")
    void whatMovesToAnotherMemberIsCommittedFirst(Assignor assignor) {
        MemberSettings auto = settings.with(assignor).autoCommit(Duration.ofSeconds(5));
        var members = new ArrayList<Member>();
        var seen = new ArrayList<Entry>();
        for (int round = 0; round < 20; round++) {
            if (round % 5 == 0 && members.size() < 3) {
                members.add(member("Ann" + round, auto));
            }
            for (Member member : members) {
                send(4);
                seen.addAll(entries(member.poll(100)));
            }
        }
        members.forEach(member -> seen.addAll(entries(member.poll(100))));
        assertThat(members).as("what moved").noneMatch(member -> member.assignment().isEmpty());
        assertThat(seen).as("every event once").hasSize(4 * (5 * 1 + 5 * 2 + 10 * 3));
    }

    private static List<Entry> entries(List<PartitionEntry> arrivals) {
        return arrivals.stream().map(PartitionEntry::entry).toList();
    }

    @Test
    void betweenTwoIntervalsNothingIsCommitted() {
        Member ann = member("Ann", settings.autoCommit(Duration.ofSeconds(5)));
        ann.poll(1);
        now = now.plusSeconds(5);
        ann.poll(10);
        Optional<CommittedOffset> first = group.committed(T0);
        send(8);
        ann.poll(10);
        now = now.plusSeconds(4);
        ann.poll(10);
        assertThat(group.committed(T0)).as("four seconds after the last commit").isEqualTo(first);
        now = now.plusSeconds(1);
        ann.poll(10);
        assertThat(group.committed(T0)).contains(CommittedOffset.of(2));
    }

    @Test
    void aMemberThatPollsAndSendsHeartbeatsStays() {
        Member ann = member("Ann");
        ann.poll(1);
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(20);
            ann.heartbeat();
            ann.poll(1);
        }
        ann.heartbeat();
        assertThat(group.memberIds()).containsExactly("Ann-1");
        assertThat(ann.assignment()).hasSize(4);
    }

    @Test
    void aMemberOfAGenerationThatIsOverJoinsAgain() {
        Member ann = member("Ann", settings.autoCommit(Duration.ofSeconds(5)));
        ann.poll(1);
        group.startGeneration();
        now = now.plusSeconds(5);
        ann.poll(1);
        assertThat(group.memberIds()).as("the member that joined again").contains("Ann-2");
    }

    @Test
    void theListenerMayCommitWhatIsBeingRevoked() {
        send(4);
        Member[] ann = new Member[1];
        ann[0] = member("Ann", settings.with(new RangeAssignor()).with(new RebalanceListener() {
            @Override
            public void revoked(SortedSet<TopicPartition> partitions) {
                ann[0].commit();
            }
        }));
        ann[0].poll(10);
        member("Ben").poll(1);
        ann[0].poll(1);
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    @Test
    void itSeeksWithinItsPartitions() {
        send(12);
        Member ann = member("Ann");
        ann.poll(100);
        ann.seek(T0, 2);
        assertThat(ann.poll(100)).hasToString("[t-0@2:8]");
        assertThat(ann.at(T0)).as("who reads there").isNotEmpty();
        assertThat(ann).hasToString("Ann reads [t-0, t-1, t-2, t-3]");
        assertThatThrownBy(() -> ann.seek(new TopicPartition("t", 4), 0)).isInstanceOf(NotAssignedException.class);
    }

    @Test
    void leavingCommitsOnlyWithAutoCommit() {
        send(4);
        Member ann = member("Ann");
        ann.poll(10);
        ann.leave();
        assertThat(group.committed(T0)).isEmpty();
        assertThat(group.state()).isEqualTo(Group.State.EMPTY);
        Member ben = member("Ben", settings.autoCommit(Duration.ofSeconds(5)));
        ben.poll(10);
        ben.leave();
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    @Test
    void theResetAppliesOnlyWithoutACommittedOffset() {
        send(4);
        Member early = member("Ann");
        early.poll(10);
        early.commit();
        early.leave();
        assertThat(member("Ben").poll(10)).as("earliest, but there is a bookmark").isEmpty();
        var other = new Group("others", topics, commits, () -> now);
        assertThat(new Member("Zoe", other, topics, settings, () -> now).poll(10)).as("another group").hasSize(4);
        var third = new Group("third", topics, commits, () -> now);
        var latest = new Member("Lou", third, topics, settings.with(OffsetReset.LATEST), () -> now);
        assertThat(latest.poll(10)).isEmpty();
        send(4);
        assertThat(latest.poll(10)).hasSize(4);
    }

    @Test
    void withoutACommittedOffsetAndAResetThePollFails() {
        Member ann = member("Ann", settings.with(OffsetReset.NONE));
        assertThatThrownBy(() -> ann.poll(1)).isInstanceOf(NoOffsetForPartitionException.class)
                .has(messageWith("readers has no committed offset in t-"));
        assertThat(ann.assignment()).isEmpty();
        ann.leave();
        Map<TopicPartition, CommittedOffset> starts = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            starts.put(new TopicPartition("t", i), CommittedOffset.of(0));
        }
        group.reset(starts);
        assertThat(ann.poll(1)).isEmpty();
        assertThat(ann.assignment()).hasSize(4);
    }

    @Test
    void aRemovedMemberCannotCommitAndRejoinsAtItsNextPoll() {
        send(8);
        Member ann = member("Ann");
        ann.poll(10);
        now = now.plusSeconds(46);
        Member ben = member("Ben");
        assertThat(ben.poll(4)).hasSize(4);
        ben.commit();
        assertThatThrownBy(ann::commit).isInstanceOf(UnknownMemberIdException.class);
        long bookmark = group.committed(T0).orElseThrow().offset();
        assertThat(ann.poll(1)).as("it joins again, and Ben does not know yet").isEmpty();
        ben.poll(1);
        ann.poll(1);
        assertThat(ann.assignment()).hasSize(2);
        assertThat(group.committed(T0).orElseThrow().offset()).isEqualTo(bookmark);
    }

    @Test
    void heartbeatsKeepAStuckMemberUntilTheMaxPollInterval() {
        var lost = new ArrayList<TopicPartition>();
        Member ann = member("Ann", settings.with(new RebalanceListener() {
            @Override
            public void lost(SortedSet<TopicPartition> partitions) {
                lost.addAll(partitions);
            }
        }));
        ann.poll(1);
        for (int second = 0; second < 300; second += 3) {
            now = now.plusSeconds(3);
            ann.heartbeat();
        }
        assertThat(group.members()).containsKey("Ann-1");
        now = now.plusSeconds(3);
        ann.heartbeat();
        assertThat(group.members()).isEmpty();
        assertThat(lost).hasSize(4);
        assertThatThrownBy(ann::commit).isInstanceOf(UnknownMemberIdException.class)
                .has(message("Ann is not a member of group readers; poll first"));
        ann.poll(1);
        assertThat(ann.assignment()).hasSize(4);
    }

    @Test
    void aHeartbeatKeepsAMemberThatWaitsForOthers() {
        Member ann = member("Ann");
        ann.poll(1);
        Member ben = member("Ben");
        ben.poll(1);
        assertThat(ben.joining()).isTrue();
        for (int i = 0; i < 5; i++) {
            now = now.plusSeconds(30);
            ben.heartbeat();
            ann.heartbeat();
        }
        assertThat(group.members()).containsOnlyKeys("Ann-1", "Ben-2");
        settle(ann, ben);
        assertThat(ben.assignment()).hasSize(2);
    }

    @Test
    void aStaticMemberReturnsWithoutARebalance() {
        Member ann = member("Ann", settings.named("desk-1"));
        Member ben = member("Ben", settings.named("desk-2"));
        settle(ann, ben);
        int generation = group.generation();
        SortedSet<TopicPartition> before = ann.assignment();
        ann.leave();
        Member again = member("Ann", settings.named("desk-1"));
        again.poll(1);
        ben.poll(1);
        assertThat(again.assignment()).isEqualTo(before);
        assertThat(group.generation()).isEqualTo(generation);
        assertThat(group.members()).hasSize(2);
    }

    @Test
    void twoMembersWithOneInstanceNameDoNotBothRead() {
        Member ann = member("Ann", settings.named("desk-1"));
        ann.poll(1);
        Member impostor = member("Imp", settings.named("desk-1"));
        impostor.poll(1);
        assertThatThrownBy(() -> ann.poll(1)).isInstanceOf(FencedInstanceIdException.class);
        assertThatThrownBy(ann::commit).isInstanceOf(FencedInstanceIdException.class);
        assertThat(impostor.assignment()).hasSize(4);
    }

    @Test
    void newPartitionsAndNewTopicsAreFound() {
        Member ann = member("Ann",
                new MemberSettings(new TreeSet<>(List.of("t", "later")), settings.assignor(), settings.reset(),
                        settings.sessionTimeout(), settings.maxPollInterval(), settings.autoCommit(),
                        settings.instance(), settings.listener()));
        ann.poll(1);
        topic.addPartitions(5);
        ann.poll(1);
        assertThat(ann.assignment()).hasSize(5);
        topics.create("later", 2);
        ann.poll(1);
        assertThat(ann.assignment()).hasSize(7);
        assertThat(group.generation()).isEqualTo(3);
    }

    @Test
    void aMemberCommitsOnlyWhatItReads() {
        send(8);
        Member ann = member("Ann");
        Member ben = member("Ben");
        settle(ann, ben);
        TopicPartition bens = ben.assignment().first();
        assertThatThrownBy(() -> ann.commit(Map.of(bens, 0L))).isInstanceOf(NotAssignedException.class);
        assertThatThrownBy(() -> ann.commit(Map.of(T0, 99L))).isInstanceOf(CommitOutOfRangeException.class);
        assertThat(group.committed(bens)).isEmpty();
        assertThat(group.committed(T0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyAnEagerRebalanceRevokesAllPartitions(boolean cooperative) {
        topic.addPartitions(6);
        var revoked = new ArrayList<TopicPartition>();
        var assigned = new ArrayList<TopicPartition>();
        MemberSettings counting = settings.with(new StickyAssignor(cooperative)).with(new RebalanceListener() {
            @Override
            public void assigned(SortedSet<TopicPartition> partitions) {
                assigned.addAll(partitions);
            }

            @Override
            public void revoked(SortedSet<TopicPartition> partitions) {
                revoked.addAll(partitions);
            }
        });
        Member[] three = {member("A", counting), member("B", counting), member("C", counting)};
        settle(three);
        revoked.clear();
        assigned.clear();
        Member fourth = member("D", counting);
        settle(three[0], three[1], three[2], fourth);
        assertThat(fourth.assignment()).hasSize(1);
        assertThat(revoked).hasSize(cooperative ? 1 : 6);
        assertThat(assigned).hasSize(cooperative ? 1 : 6);
    }

    @Test
    void aCooperativeMemberReadsDuringARebalance() {
        MemberSettings cooperative = settings.with(new StickyAssignor(true));
        Member ann = member("Ann", cooperative);
        ann.poll(1);
        member("Ben", cooperative).poll(1);
        send(8);
        ann.poll(1);
        assertThat(ann.poll(10)).as("Ben has not heard yet what he gets").isNotEmpty();
    }

    /// Members come, go, die and fall asleep. Who commits after the work does everything at least once.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverHappensNothingIsLost(long seed) {
        var random = new Random(seed);
        Assignor assignor = assignors().get(random.nextInt(4));
        var done = new HashSet<String>();
        var members = new ArrayList<Member>();
        int sent = 0;
        for (int step = 0; step < 600 || done.size() < sent; step++) {
            assertThat(step).as("seed %d: done %d of %d", seed, done.size(), sent).isLessThan(3000);
            now = now.plusSeconds(random.nextInt(8));
            if (step < 400) {
                send(3);
                sent += 3;
            }
            int dice = random.nextInt(step < 600 ? 12 : 9);
            if (dice == 11 && members.size() < 6) {
                members.add(member("M" + step, settings.with(assignor)));
            } else if (dice == 10 && !members.isEmpty()) {
                Member gone = members.remove(random.nextInt(members.size()));
                if (random.nextBoolean()) {
                    gone.leave();
                }
            } else if (dice == 9 && step < 600) {
                now = now.plusSeconds(random.nextInt(50));
            }
            if (members.isEmpty()) {
                members.add(member("M" + step, settings.with(assignor)));
            }
            members.forEach(Member::heartbeat);
            for (PartitionEntry arrival : work(members.get(random.nextInt(members.size())), random)) {
                done.add(arrival.partition() + "@" + arrival.entry().offset());
            }
            checkOneReaderEach(members, seed);
        }
        assertThat(done).as("seed %d, %s", seed, assignor).hasSize(sent);
    }

    private static List<PartitionEntry> work(Member member, Random random) {
        List<PartitionEntry> polled = member.poll(1 + random.nextInt(20));
        try {
            if (random.nextInt(3) > 0) {
                member.commit();
            }
        } catch (RebalanceInProgressException | UnknownMemberIdException | IllegalGenerationException e) {
            return polled;
        }
        return polled;
    }

    /// The group gives no partition to two at a time.
    private void checkOneReaderEach(List<Member> members, long seed) {
        var given = new ArrayList<TopicPartition>();
        group.members().values().forEach(given::addAll);
        assertThat(given).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(members).isNotEmpty();
    }

    @Test
    void aLateHeartbeatReportsThePartitionsAsLost() {
        send(4);
        Member ann = member("Ann");
        settle(ann);
        assertThat(ann.assignment()).hasSize(4);
        now = now.plus(settings.sessionTimeout()).plusSeconds(1);
        ann.heartbeat();
        assertThat(ann.assignment()).isEmpty();
    }

    @Test
    void leavingRevokesThePartitionsAndReportsThem() {
        var revoked = new ArrayList<TopicPartition>();
        Member ann = member("Ann", settings.with(new RebalanceListener() {
            @Override
            public void revoked(SortedSet<TopicPartition> partitions) {
                revoked.addAll(partitions);
            }
        }));
        settle(ann);
        assertThat(ann.joining()).as("nobody is waited for").isFalse();
        ann.leave();
        assertThat(revoked).hasSize(4);
        assertThat(ann.assignment()).isEmpty();
    }
}
