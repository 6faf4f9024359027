package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/// Stages about consumer groups with the classic protocol, which all clients support.
final class GroupStages {
    private static final String ALL = "all of it";
    private static final String UNKNOWN_MEMBER = "unknown-member";

    private GroupStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("coordinator", "A group has a coordinator, and clients can connect to it.",
                        "With one broker it is always that one.", GroupStages::coordinator),
                new Stage("join", "A consumer gets a member id first, then joins, and leads if it is alone.",
                        "The first request has no member id: error 79, and an id in the response. So a client that"
                                + " disconnects before it knows its id leaves no member behind (KIP-394).",
                        GroupStages::join),
                new Stage("sync", "The leader sends the assignments, and each member gets its own.",
                        "The broker forwards their bytes and does not read them.", GroupStages::sync),
                new Stage("heartbeat", "A heartbeat is for one member and one generation.",
                        "Error 25 for an unknown member, 22 for another generation.", GroupStages::heartbeat),
                new Stage("commit", "A committed offset can be read again, and only members can commit.",
                        "The offset of a partition without a commit is -1, and no error.", GroupStages::commit),
                new Stage("rebalance", "A second member's join is reported to the first, and both join again.",
                        "The heartbeat gets error 27. The responses to both JoinGroup requests come when all members"
                                + " have joined; the leader's has the list of members.",
                        GroupStages::rebalance),
                new Stage("leave", "A group can be deleted after its members have left, and not before.",
                        "Error 68 for a group that has members.", GroupStages::leave));
    }

    private static GroupCalls group(StageContext context, String name) throws IOException {
        return new GroupCalls(context.broker(), context.named(name));
    }

    private static void coordinator(StageContext context) throws IOException {
        GroupCalls group = group(context, "group");
        var response = context.retryWhileNotReady(group::coordinator);
        FindCoordinatorResponseData node = response.data(FindCoordinatorResponseData.class);
        response.check(!node.host().isEmpty() && node.port() > 0, "an address", node.host() + ":" + node.port(),
                "host");
    }

    /// Ends a stage: the only member leaves the group, which is deleted if the broker supports that.
    private static void end(StageContext context, GroupCalls group, JoinGroupResponseData member) throws IOException {
        group.leave(member.memberId());
        delete(context, group);
    }

    private static void delete(StageContext context, GroupCalls group) throws IOException {
        if (context.supported().has(ApiKeys.DELETE_GROUPS, MessageExchange.version(ApiKeys.DELETE_GROUPS))) {
            group.delete(Errors.NONE);
        }
    }

    private static List<String> memberIds(JoinGroupResponseData joined) {
        return joined.members().stream().map(JoinGroupResponseMember::memberId).toList();
    }

    private static boolean leads(JoinGroupResponseData joined) {
        return joined.leader().equals(joined.memberId());
    }

    /// Joins a group as its only member and leader.
    private static JoinGroupResponseData joinAlone(StageContext context, GroupCalls group) throws IOException {
        var response = context.retryWhileNotReady(group::join);
        JoinGroupResponseData member = response.data(JoinGroupResponseData.class);
        response.check(leads(member) && memberIds(member).equals(List.of(member.memberId())),
                member.memberId() + " as leader and only member",
                member.leader() + " as leader of " + memberIds(member), "leader");
        return member;
    }

    /// Joins a group as its only member and gets its assignment.
    private static JoinGroupResponseData syncAlone(StageContext context, GroupCalls group) throws IOException {
        JoinGroupResponseData member = joinAlone(context, group);
        group.expectAssignment(group.sendSync(member, Map.of(member.memberId(), ALL)), ALL);
        return member;
    }

    private static void join(StageContext context) throws IOException {
        GroupCalls group = group(context, "join");
        end(context, group, joinAlone(context, group));
    }

    private static void sync(StageContext context) throws IOException {
        GroupCalls group = group(context, "sync");
        end(context, group, syncAlone(context, group));
    }

    private static void heartbeat(StageContext context) throws IOException {
        GroupCalls group = group(context, "beat");
        JoinGroupResponseData member = syncAlone(context, group);
        group.heartbeat(member.generationId(), member.memberId(), Errors.NONE);
        group.heartbeat(member.generationId() + 7, member.memberId(), Errors.ILLEGAL_GENERATION);
        group.heartbeat(member.generationId(), UNKNOWN_MEMBER, Errors.UNKNOWN_MEMBER_ID);
        end(context, group, member);
    }

    private static void commit(StageContext context) throws IOException {
        GroupCalls group = group(context, "commit");
        String topic = context.topic();
        JoinGroupResponseData member = syncAlone(context, group);
        group.expectCommitted(topic, 0, -1);
        group.commit(member.generationId(), member.memberId(), topic, 2, Errors.NONE);
        group.expectCommitted(topic, 0, 2);
        group.expectCommitted(topic, 1, -1);
        group.commit(member.generationId(), UNKNOWN_MEMBER, topic, 1, Errors.UNKNOWN_MEMBER_ID);
        group.expectCommitted(topic, 0, 2);
        group.leave(member.memberId());
        group.expectCommitted(topic, 0, 2);
        delete(context, group);
    }

    private static void rebalance(StageContext context) throws IOException {
        GroupCalls group = group(context, "two");
        GroupCalls second = group.over(context.openSecond());
        JoinGroupResponseData before = syncAlone(context, group);
        RawRequest joinSecond = second.sendJoin(second.newMemberId());
        awaitRebalance(context, group, before);
        RawRequest joinFirst = group.sendJoin(before.memberId());
        JoinGroupResponseData leader = group.joined(joinFirst).data(JoinGroupResponseData.class);
        JoinGroupResponseData follower = second.joined(joinSecond).data(JoinGroupResponseData.class);
        checkJoined(before, leader, follower);
        RawRequest syncSecond = second.sendSync(follower, Map.of());
        RawRequest syncFirst = group.sendSync(leader,
                Map.of(leader.memberId(), "one half", follower.memberId(), "the other half"));
        group.expectAssignment(syncFirst, "one half");
        second.expectAssignment(syncSecond, "the other half");
        second.leave(follower.memberId());
        end(context, group, leader);
    }

    private static void awaitRebalance(StageContext context, GroupCalls group, JoinGroupResponseData member)
            throws IOException {
        context.retryWhile(failure -> failure.hasError(Errors.NONE),
                () -> group.heartbeat(member.generationId(), member.memberId(), Errors.REBALANCE_IN_PROGRESS));
    }

    private static void checkJoined(JoinGroupResponseData before, JoinGroupResponseData leader,
            JoinGroupResponseData follower) {
        if (leader.generationId() <= before.generationId() || leader.generationId() != follower.generationId()) {
            throw StageFailure.of("one new generation for both, after " + before.generationId(),
                    leader.generationId() + " and " + follower.generationId());
        }
        if (!leads(leader) || leads(follower) || leader.members().size() != 2 || !follower.members().isEmpty()) {
            throw StageFailure.of("one leader, and the list of both members in its response only",
                    leader.leader() + " as leader; the lists are " + memberIds(leader) + " and " + memberIds(follower));
        }
    }

    private static void leave(StageContext context) throws IOException {
        GroupCalls group = group(context, "leave");
        JoinGroupResponseData member = syncAlone(context, group);
        group.delete(Errors.NON_EMPTY_GROUP);
        group.leave(member.memberId());
        group.heartbeat(member.generationId(), member.memberId(), Errors.UNKNOWN_MEMBER_ID);
        group.delete(Errors.NONE);
    }
}
