package gregor.judge;

import gregor.judge.GroupCalls.Joined;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Consumers that share the work, with the protocol that all clients speak.
final class GroupStages {
    private static final String ALL = "all of it";

    private GroupStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("coordinator", "A group has a coordinator, and clients can connect to it.",
                        "With one broker it is always that one.", GroupStages::coordinator),
                new Stage("join", "A consumer gets a member id first, then joins, and leads if it is alone.",
                        "The first request has no member id: error 79, and an id in the answer. So a client that is gone before it heard"
                        + " its id leaves no ghost behind.", GroupStages::join),
                new Stage("sync", "The leader hands out the shares, and each member gets its own.",
                        "The broker passes them on and does not look into them.", GroupStages::sync),
                new Stage("heartbeat", "A heartbeat is for one member and one generation.",
                        "Error 25 for a member that is not there, 22 for another generation.", GroupStages::heartbeat),
                new Stage("commit", "A committed offset can be read again, and a stranger cannot commit.",
                        "An offset that nobody committed is -1, and no error.", GroupStages::commit),
                new Stage("rebalance", "When a second member joins, the first one hears of it, and both join again.",
                        "Its heartbeat says error 27. The answers to both JoinGroups come when all have joined; the leader's has the"
                        + " list of members.", GroupStages::rebalance),
                new Stage("leave", "A group that its members have left can be deleted, and not before.",
                        "Error 68 for a group that has members.", GroupStages::leave));
    }

    private static void coordinator(Trial trial) throws IOException {
        String group = trial.named("group");
        TopicCalls.Node node = trial.patiently(() -> GroupCalls.coordinator(trial.link(), group));
        if (node.host() == null || node.host().isEmpty() || node.port() < 1) {
            throw Fault.of("an address", node.host() + ":" + node.port(), GroupCalls.find(group));
        }
    }

    /// Deletes a group that is done with, if that can be done.
    private static void tidy(Trial trial, String group) throws IOException {
        if (trial.offer().has(Api.DELETE_GROUPS, Api.DELETE_GROUPS.version())) {
            GroupCalls.delete(trial.link(), group, ErrorCode.NONE);
        }
    }

    /// A member that is alone in a group, and leads it.
    private static Joined alone(Trial trial, String group) throws IOException {
        Joined member = trial.patiently(() -> GroupCalls.join(trial.link(), group));
        if (!member.leads() || !member.members().equals(List.of(member.member()))) {
            throw Fault.of("that " + member.member() + " leads, with itself as the only member",
                    member.leader() + " leads " + member.members(), GroupCalls.join(group, member.member()));
        }
        return member;
    }

    /// The same, with its share.
    private static Joined synced(Trial trial, String group) throws IOException {
        Joined member = alone(trial, group);
        Request sync = GroupCalls.sync(group, member, Map.of(member.member(), ALL));
        mustBe(ALL, GroupCalls.share(trial.link().ask(sync)), sync);
        return member;
    }

    private static void mustBe(String expected, String share, Request sync) {
        if (!share.equals(expected)) {
            throw Fault.of("the share that the leader gave, \"" + expected + "\"", "\"" + share + "\"", sync);
        }
    }

    private static void join(Trial trial) throws IOException {
        String group = trial.named("join");
        GroupCalls.leave(trial.link(), group, alone(trial, group).member());
        tidy(trial, group);
    }

    private static void sync(Trial trial) throws IOException {
        String group = trial.named("sync");
        GroupCalls.leave(trial.link(), group, synced(trial, group).member());
        tidy(trial, group);
    }

    private static void heartbeat(Trial trial) throws IOException {
        String group = trial.named("beat");
        Joined member = synced(trial, group);
        GroupCalls.heartbeat(trial.link(), group, member.generation(), member.member(), ErrorCode.NONE);
        GroupCalls.heartbeat(trial.link(), group, member.generation() + 7, member.member(),
                ErrorCode.ILLEGAL_GENERATION);
        GroupCalls.heartbeat(trial.link(), group, member.generation(), "somebody-else", ErrorCode.UNKNOWN_MEMBER_ID);
        GroupCalls.leave(trial.link(), group, member.member());
        tidy(trial, group);
    }

    private static void commit(Trial trial) throws IOException {
        String group = trial.named("commit");
        Joined member = synced(trial, group);
        GroupCalls.committed(trial.link(), group, trial.topic(), 0, -1);
        GroupCalls.commit(trial.link(), group, member.generation(), member.member(), trial.topic(), 2, ErrorCode.NONE);
        GroupCalls.committed(trial.link(), group, trial.topic(), 0, 2);
        GroupCalls.committed(trial.link(), group, trial.topic(), 1, -1);
        GroupCalls.commit(trial.link(), group, member.generation(), "somebody-else", trial.topic(),
                1, ErrorCode.UNKNOWN_MEMBER_ID);
        GroupCalls.committed(trial.link(), group, trial.topic(), 0, 2);
        GroupCalls.leave(trial.link(), group, member.member());
        GroupCalls.committed(trial.link(), group, trial.topic(), 0, 2);
        tidy(trial, group);
    }

    private static void rebalance(Trial trial) throws IOException {
        String group = trial.named("two");
        Joined first = synced(trial, group);
        Link other = trial.another();
        Request joinSecond = GroupCalls.join(group, GroupCalls.knownMember(other, group));
        int waiting = other.send(joinSecond);
        awaitRebalance(trial, group, first);
        Request joinFirst = GroupCalls.join(group, first.member());
        Joined leader = GroupCalls.in(joinFirst, GroupCalls.joined(trial.link().ask(joinFirst)));
        Joined follower = GroupCalls.in(joinSecond, GroupCalls.joined(other.receive(joinSecond, waiting)));
        if (leader.generation() <= first.generation() || leader.generation() != follower.generation()) {
            throw Fault.of("one new generation for both, after " + first.generation(),
                    leader.generation() + " and " + follower.generation());
        }
        if (!leader.leads() || follower.leads() || leader.members().size() != 2 || !follower.members().isEmpty()) {
            throw Fault.of("one leader, who alone has the list of both members",
                    leader.leader() + " leads; the lists are " + leader.members() + " and " + follower.members());
        }
        Request syncFollower = GroupCalls.sync(group, follower, Map.of());
        int share = other.send(syncFollower);
        Request syncLeader = GroupCalls.sync(group, leader,
                Map.of(leader.member(), "one half", follower.member(), "the other half"));
        mustBe("one half", GroupCalls.share(trial.link().ask(syncLeader)), syncLeader);
        mustBe("the other half", GroupCalls.share(other.receive(syncFollower, share)), syncFollower);
        GroupCalls.leave(other, group, follower.member());
        GroupCalls.leave(trial.link(), group, leader.member());
        tidy(trial, group);
    }

    private static void awaitRebalance(Trial trial, String group, Joined member) throws IOException {
        long deadline = System.nanoTime() + trial.timeout().toNanos();
        while (true) {
            try {
                GroupCalls.heartbeat(trial.link(), group, member.generation(), member.member(),
                        ErrorCode.REBALANCE_IN_PROGRESS);
                return;
            } catch (Fault e) {
                if (e.code() != ErrorCode.NONE || System.nanoTime() > deadline) {
                    throw e;
                }
                Trial.pause(50);
            }
        }
    }

    private static void leave(Trial trial) throws IOException {
        String group = trial.named("leave");
        Joined member = synced(trial, group);
        GroupCalls.delete(trial.link(), group, ErrorCode.NON_EMPTY_GROUP);
        GroupCalls.leave(trial.link(), group, member.member());
        GroupCalls.heartbeat(trial.link(), group, member.generation(), member.member(), ErrorCode.UNKNOWN_MEMBER_ID);
        GroupCalls.delete(trial.link(), group, ErrorCode.NONE);
    }
}
