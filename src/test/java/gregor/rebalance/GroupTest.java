package gregor.rebalance;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.deque.DequeLog;
import gregor.group.CommitOutOfRangeException;
import gregor.group.CommittedOffset;
import gregor.group.Lag;
import gregor.group.MemoryOffsetStore;
import gregor.group.Subscription;
import gregor.list.Event;
import gregor.topic.NotAssignedException;
import gregor.topic.Topic;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import gregor.topic.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/// A group that members call directly, rightly or wrongly.
class GroupTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);
    private static final TopicPartition T1 = new TopicPartition("t", 1);

    private Instant now = Instant.parse("2026-03-02T12:00:00Z");
    private final Topics topics = new Topics(partition -> new DequeLog());
    private final Topic topic = topics.create("t", 2);
    private final Group group = new Group("readers", topics, new MemoryOffsetStore(), () -> now);

    private static JoinRequest request(String client, Optional<String> instance) {
        var subscription = new Subscription(new TreeSet<>(List.of("t")), new TreeSet<>(), -1, instance);
        return new JoinRequest(client, "range", subscription, Duration.ofSeconds(45), Duration.ofSeconds(60));
    }

    private MemberIdentity join(String client) {
        return group.join(request(client, Optional.empty()));
    }

    private MemberIdentity joined(MemberIdentity identity) {
        return group.joinResponse(identity).orElseThrow().identity();
    }

    private static SortedSet<TopicPartition> set(TopicPartition... partitions) {
        return new TreeSet<>(List.of(partitions));
    }

    private MemberIdentity alone() {
        MemberIdentity ann = joined(join("Ann"));
        group.assign(ann, Map.of(ann.member(), set(T0, T1)));
        return ann;
    }

    @Test
    void theFirstMemberLeadsTheFirstGeneration() {
        assertThat(group.state()).isEqualTo(Group.State.EMPTY);
        JoinResponse response = group.joinResponse(join("Ann")).orElseThrow();
        assertThat(response.leads()).isTrue();
        assertThat(response.members().keySet()).containsExactly("Ann-1");
        assertThat(response.identity().generation()).isEqualTo(1);
        assertThat(group.state()).isEqualTo(Group.State.COMPLETING_REBALANCE);
        assertThat(group.assignment(response.identity())).isEmpty();
        group.assign(response.identity(), Map.of("Ann-1", set(T0, T1)));
        assertThat(group.state()).isEqualTo(Group.State.STABLE);
        assertThat(group.assignment(response.identity())).contains(set(T0, T1));
        assertThat(group).hasToString("readers, generation 1, STABLE: {Ann-1=[t-0, t-1]}");
    }

    @Test
    void whenAMemberJoinsAllMustRejoin() {
        MemberIdentity ann = alone();
        MemberIdentity ben = join("Ben");
        assertThat(group.joinResponse(ben)).as("Ann has not joined yet").isEmpty();
        assertThatThrownBy(() -> group.heartbeat(ann)).isInstanceOf(RebalanceInProgressException.class)
                .has(messageWith("Ann-1"));
        assertThatThrownBy(() -> group.joinResponse(ann)).isInstanceOf(RebalanceInProgressException.class);
        assertThatThrownBy(() -> group.assignment(ann)).isInstanceOf(RebalanceInProgressException.class);
        group.rejoin(ann, request("Ann", Optional.empty()));
        assertThat(group.joinResponse(ben).orElseThrow().leads()).isFalse();
        assertThat(group.joinResponse(ben).orElseThrow().members()).isEmpty();
        assertThat(group.joinResponse(ann).orElseThrow().members()).containsOnlyKeys("Ann-1", "Ben-2");
        assertThat(group.generation()).isEqualTo(2);
    }

    @Test
    void aMemberOfAnOldGenerationCannotCommit() {
        MemberIdentity old = alone();
        topic.partition(0).append(Event.of("a"));
        group.rejoin(old, request("Ann", Optional.empty()));
        MemberIdentity ann = joined(old);
        group.assign(ann, Map.of(ann.member(), set(T0, T1)));
        assertThatThrownBy(() -> group.commit(old, Map.of(T0, CommittedOffset.of(1))))
                .isInstanceOf(IllegalGenerationException.class).has(messageWith("1")).has(messageWith("2"));
        assertThatThrownBy(() -> group.heartbeat(old)).isInstanceOf(IllegalGenerationException.class);
        assertThat(group.committed(T0)).isEmpty();
        group.commit(ann, Map.of(T0, CommittedOffset.of(1)));
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    @Test
    void aMemberCommitsWhileTheNextGenerationForms() {
        MemberIdentity ann = alone();
        topic.partition(0).append(Event.of("a"));
        join("Ben");
        assertThat(group.state()).isEqualTo(Group.State.PREPARING_REBALANCE);
        group.commit(ann, Map.of(T0, CommittedOffset.of(1)));
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    @Test
    void aMemberSilentForLongerThanItsSessionIsRemovedAndCannotCommit() {
        MemberIdentity ann = alone();
        now = now.plusSeconds(45);
        group.heartbeat(ann);
        now = now.plusSeconds(46);
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(0))))
                .isInstanceOf(UnknownMemberIdException.class)
                .has(message("Ann-1 is not a member of group readers; poll to rejoin"));
        assertThat(group.state()).isEqualTo(Group.State.EMPTY);
        assertThat(group.generation()).isEqualTo(2);
        assertThat(group.committed(T0)).isEmpty();
    }

    @Test
    void aCommitCountsAsAHeartbeat() {
        MemberIdentity ann = alone();
        for (int i = 0; i < 4; i++) {
            now = now.plusSeconds(40);
            group.commit(ann, Map.of(T0, CommittedOffset.of(0)));
        }
        assertThat(group.members()).containsKey("Ann-1");
    }

    @Test
    void aMemberThatDoesNotRejoinInTimeIsRemoved() {
        MemberIdentity ann = alone();
        MemberIdentity ben = join("Ben");
        for (int i = 0; i < 7; i++) {
            now = now.plusSeconds(10);
            group.joinResponse(ben);
            assertThat(i).as("only so often").isLessThan(7);
            if (group.members().containsKey("Ann-1")) {
                assertThatThrownBy(() -> group.heartbeat(ann)).isInstanceOf(RebalanceInProgressException.class);
            }
        }
        assertThat(group.members()).containsOnlyKeys("Ben-2");
        assertThat(group.joinResponse(ben).orElseThrow().leads()).isTrue();
    }

    @Test
    void aLeaderThatDiesBeforeItAssignsIsReplaced() {
        MemberIdentity ann = join("Ann");
        MemberIdentity ben = join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        assertThat(group.joinResponse(ben).orElseThrow().leads()).isFalse();
        now = now.plusSeconds(30);
        group.heartbeat(joined(ben));
        now = now.plusSeconds(30);
        assertThatThrownBy(() -> group.heartbeat(ben.in(2))).isInstanceOf(RebalanceInProgressException.class);
        group.rejoin(ben, request("Ben", Optional.empty()));
        assertThat(group.joinResponse(ben).orElseThrow().leads()).isTrue();
    }

    @Test
    void aCommitBeyondTheEndIsRefusedAsAWhole() {
        MemberIdentity ann = alone();
        topic.partition(0).append(Event.of("a"));
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(1), T1, CommittedOffset.of(1))))
                .isInstanceOf(CommitOutOfRangeException.class)
                .has(message("offset 1 of t-1 is out of range; commit 0 to 0 (log end)"));
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(-1))))
                .isInstanceOf(CommitOutOfRangeException.class);
        assertThat(group.committed(T0)).isEmpty();
    }

    @Test
    void aCommitForAPartitionThatIsNotOwnedIsRefusedAsAWhole() {
        MemberIdentity ann = joined(join("Ann"));
        group.assign(ann, Map.of(ann.member(), set(T0)));
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(0), T1, CommittedOffset.of(0))))
                .isInstanceOf(NotAssignedException.class).has(message("Ann-1 does not read t-1; it reads [t-0]"));
        assertThat(group.committed(T0)).isEmpty();
    }

    @Test
    void aRevokedPartitionCanBeCommittedUntilItHasANewOwner() {
        MemberIdentity ann = alone();
        group.rejoin(ann, request("Ann", Optional.empty()));
        ann = joined(ann);
        group.assign(ann, Map.of(ann.member(), set(T0)));
        group.commit(ann, Map.of(T1, CommittedOffset.of(0)));
        assertThat(group.committed(T1)).contains(CommittedOffset.of(0));
        MemberIdentity ben = join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        MemberIdentity late = joined(ann);
        group.assign(late, Map.of(late.member(), set(T0), ben.member(), set(T1)));
        assertThatThrownBy(() -> group.commit(late, Map.of(T1, CommittedOffset.of(0))))
                .isInstanceOf(NotAssignedException.class);
    }

    @Test
    void noMemberCommitsBeforeTheLeaderHasAssigned() {
        MemberIdentity ann = joined(join("Ann"));
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(0))))
                .isInstanceOf(RebalanceInProgressException.class);
    }

    @Test
    void onlyTheLeaderAssignsAndOnlyOnce() {
        MemberIdentity ann = alone();
        assertThatThrownBy(() -> group.assign(ann, Map.of(ann.member(), set(T0))))
                .isInstanceOf(InvalidAssignmentException.class);
        assertThat(group.assignment(ann)).contains(set(T0, T1));
        MemberIdentity ben = join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        MemberIdentity benToo = joined(ben);
        assertThatThrownBy(() -> group.assign(benToo, Map.of(ben.member(), set(T0))))
                .isInstanceOf(InvalidAssignmentException.class).has(message(
                        "Ben-2 cannot assign partitions now; the leader is Ann-1, and the group is COMPLETING_REBALANCE"));
    }

    @Test
    void aBadAssignmentIsRefusedAndTheLeaderMayTryAgain() {
        MemberIdentity ann = joined(join("Ann"));
        var none = new TopicPartition("t", 2);
        var gone = new TopicPartition("gone", 0);
        assertThatThrownBy(() -> group.assign(ann, Map.of("Zoe-9", set(T0))))
                .isInstanceOf(InvalidAssignmentException.class)
                .has(message("Zoe-9 is not a member of readers; fix the assignor"));
        assertThatThrownBy(() -> group.assign(ann, Map.of(ann.member(), set(none))))
                .isInstanceOf(InvalidAssignmentException.class);
        assertThatThrownBy(() -> group.assign(ann, Map.of(ann.member(), set(gone))))
                .isInstanceOf(InvalidAssignmentException.class);
        assertThat(group.state()).isEqualTo(Group.State.COMPLETING_REBALANCE);
        group.assign(ann, Map.of(ann.member(), set(T0)));
        assertThat(group.state()).isEqualTo(Group.State.STABLE);
    }

    @Test
    void onePartitionIsNeverAssignedToTwoMembers() {
        MemberIdentity ann = join("Ann");
        MemberIdentity ben = join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        MemberIdentity leader = joined(ann);
        assertThatThrownBy(() -> group.assign(leader, Map.of(ann.member(), set(T0), ben.member(), set(T0, T1))))
                .isInstanceOf(InvalidAssignmentException.class)
                .has(message("t-0 is assigned to two members; fix the assignor"));
    }

    @Test
    void membersWithDifferentAssignorsCannotJoinOneGroup() {
        alone();
        var odd = new JoinRequest("Ben", "sticky", Subscription.to("t"), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThatThrownBy(() -> group.join(odd)).isInstanceOf(InconsistentGroupProtocolException.class).has(message(
                "Ben uses the assignor sticky, and Ann-1 uses range; configure the same for all members of readers"));
        assertThat(group.state()).isEqualTo(Group.State.STABLE);
        assertThat(group.members()).hasSize(1);
    }

    @Test
    void aMemberThatRejoinsWithAnotherAssignorIsRefused() {
        MemberIdentity ann = alone();
        join("Ben");
        var odd = new JoinRequest("Ann", "sticky", Subscription.to("t"), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThatThrownBy(() -> group.rejoin(ann, odd)).isInstanceOf(InconsistentGroupProtocolException.class);
    }

    @Test
    void aMemberThatMissedAGenerationAndJoinedTheNextIsAlive() {
        MemberIdentity ann = alone();
        MemberIdentity ben = join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        group.joinResponse(ben);
        join("Cleo");
        assertThat(group.generation()).isEqualTo(2);
        assertThatThrownBy(() -> group.heartbeat(ann)).isInstanceOf(IllegalGenerationException.class);
        group.rejoin(ann, request("Ann", Optional.empty()));
        group.heartbeat(ann);
        assertThat(group.members()).hasSize(3);
    }

    @Test
    void theAssignorOfAFormerMemberDoesNotBind() {
        alone();
        now = now.plusSeconds(46);
        var odd = new JoinRequest("Ben", "sticky", Subscription.to("t"), Duration.ofSeconds(1), Duration.ofSeconds(1));
        group.join(odd);
        assertThat(group.members()).containsOnlyKeys("Ben-2");
    }

    @Test
    void aStaticMemberReplacesItsFormerSelfWhichIsFenced() {
        MemberIdentity ann = joined(group.join(request("Ann", Optional.of("desk-1"))));
        group.assign(ann, Map.of(ann.member(), set(T0, T1)));
        MemberIdentity again = group.join(request("Ann", Optional.of("desk-1")));
        assertThat(group.generation()).as("no new generation").isEqualTo(1);
        assertThat(group.assignment(joined(again))).contains(set(T0, T1));
        assertThatThrownBy(() -> group.commit(ann, Map.of(T0, CommittedOffset.of(0))))
                .isInstanceOf(FencedInstanceIdException.class).has(message(
                        "Ann-2 has replaced Ann-1 as instance desk-1; stop Ann-1, or give it another instance name"));
        assertThatThrownBy(() -> group.heartbeat(ann)).isInstanceOf(FencedInstanceIdException.class);
        assertThatThrownBy(() -> group.leave(ann)).isInstanceOf(FencedInstanceIdException.class);
        assertThat(group.members()).containsOnlyKeys("Ann-2");
    }

    @Test
    void onlyTheOffsetsOfAGroupWithoutMembersAreReset() {
        MemberIdentity ann = alone();
        topic.partition(0).append(Event.of("a"));
        assertThatThrownBy(() -> group.reset(Map.of(T0, CommittedOffset.of(1))))
                .isInstanceOf(GroupNotEmptyException.class)
                .has(message("cannot reset offsets of group readers: it has members [Ann-1]; stop them first"));
        group.leave(ann);
        group.reset(Map.of(T0, CommittedOffset.of(1)));
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
        assertThatThrownBy(() -> group.reset(Map.of(T0, CommittedOffset.of(2))))
                .isInstanceOf(CommitOutOfRangeException.class);
        assertThatThrownBy(() -> group.reset(Map.of(new TopicPartition("t", 9), CommittedOffset.of(0))))
                .isInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(group.committed(T0)).contains(CommittedOffset.of(1));
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatThrownBy(
                () -> new JoinRequest("Ann", "range", Subscription.to("t"), Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class).has(messageWith("both must be positive"));
    }

    @Test
    void eachCallFirstRemovesMembersWhoseSessionHasEnded() {
        alone();
        now = now.plusSeconds(46);
        assertThat(group.lag()).as("no member is left").isEmpty();
        Group other = new Group("others", topics, new MemoryOffsetStore(), () -> now);
        MemberIdentity ann = other.joinResponse(other.join(request("Ann", Optional.empty()))).orElseThrow().identity();
        other.assign(ann, Map.of(ann.member(), set(T0, T1)));
        now = now.plusSeconds(46);
        other.reset(Map.of(T0, CommittedOffset.of(0)));
        assertThat(other.committed(T0)).as("reset, since no member is left").contains(CommittedOffset.of(0));
    }

    @Test
    void theLagNamesEachPartitionOnceWithItsOwner() {
        MemberIdentity ann = alone();
        join("Ben");
        group.rejoin(ann, request("Ann", Optional.empty()));
        MemberIdentity again = joined(ann);
        group.assign(again, Map.of("Ann-1", set(T0), "Ben-2", set(T1)));
        assertThat(group.lag()).extracting(Lag::partition).containsExactly(T0, T1);
        assertThat(group.lag()).extracting(Lag::owner).containsExactly(Optional.of("Ann-1"), Optional.of("Ben-2"));
    }

    @Test
    void aStaticMemberKeepsTheLeadAndANewSubscriptionStartsARebalance() {
        topics.create("u", 1);
        MemberIdentity first = joined(group.join(request("Ann", Optional.of("one"))));
        group.assign(first, Map.of(first.member(), set(T0, T1)));
        MemberIdentity back = group.join(request("Ann", Optional.of("one")));
        assertThat(group.leader()).isEqualTo(back.member()).isNotEqualTo(first.member());
        assertThat(group.state()).as("the same subscription").isEqualTo(Group.State.STABLE);
        var both = new Subscription(new TreeSet<>(List.of("t", "u")), new TreeSet<>(), -1, Optional.of("one"));
        group.join(new JoinRequest("Ann", "range", both, Duration.ofSeconds(45), Duration.ofSeconds(60)));
        assertThat(group.state()).as("another subscription").isNotEqualTo(Group.State.STABLE);
    }
}
