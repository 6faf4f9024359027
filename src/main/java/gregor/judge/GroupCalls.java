package gregor.judge;

import module java.base;

import gregor.list.Utf8;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/// Requests about a group.
record GroupCalls(MessageExchange broker, String group) {
    private static final int SESSION_MILLIS = 10_000;
    private static final String METADATA = "a note";

    GroupCalls over(MessageExchange other) {
        return new GroupCalls(other, group);
    }

    TracedMessage coordinator() throws IOException {
        var response = broker.exchange(new FindCoordinatorRequestData().setKey(group));
        response.expectNoError();
        return response;
    }

    /// Sends a JoinGroup request without waiting for the response, which comes when all members have joined.
    RawRequest sendJoin(String memberId) throws IOException {
        var protocol = new JoinGroupRequestProtocol().setName("range").setMetadata(new byte[]{0, 1});
        return broker.send(new JoinGroupRequestData().setGroupId(group).setSessionTimeoutMs(SESSION_MILLIS)
                .setRebalanceTimeoutMs(SESSION_MILLIS).setMemberId(memberId).setProtocolType("consumer")
                .setProtocols(new JoinGroupRequestProtocolCollection(List.of(protocol).iterator())));
    }

    TracedMessage join() throws IOException {
        return joined(sendJoin(newMemberId()));
    }

    /// Requests a member id, as a new member must (KIP-394).
    String newMemberId() throws IOException {
        var response = broker.receive(sendJoin(""));
        response.expectError(Errors.MEMBER_ID_REQUIRED, "error_code");
        String memberId = (String) response.value("member_id");
        response.check(!memberId.isEmpty(), "a member id to join with", "an empty one", "member_id");
        return memberId;
    }

    TracedMessage joined(RawRequest join) throws IOException {
        var response = broker.receive(join);
        response.expectNoError();
        response.check((int) response.value("generation_id") >= 1, "a generation of 1 or more", "generation_id");
        return response;
    }

    /// Sends a SyncGroup request without waiting for the response.
    ///
    /// @param assignments the assignment of each member; empty unless the member leads
    RawRequest sendSync(JoinGroupResponseData member, Map<String, String> assignments) throws IOException {
        return broker.send(new SyncGroupRequestData().setGroupId(group).setGenerationId(member.generationId())
                .setMemberId(member.memberId())
                .setAssignments(assignments
                        .entrySet().stream().map(assignment -> new SyncGroupRequestAssignment()
                                .setMemberId(assignment.getKey()).setAssignment(Utf8.bytes(assignment.getValue())))
                        .toList()));
    }

    void expectAssignment(RawRequest sync, String expected) throws IOException {
        var response = broker.receive(sync);
        response.expectNoError();
        String actual = Utf8.show(response.data(SyncGroupResponseData.class).assignment());
        response.check(expected.equals(actual), "the assignment that the leader sent, \"" + expected + "\"",
                "\"" + actual + "\"", "assignment");
    }

    TracedMessage heartbeat(int generation, String memberId, Errors expected) throws IOException {
        var response = broker.exchange(
                new HeartbeatRequestData().setGroupId(group).setGenerationId(generation).setMemberId(memberId));
        response.expectError(expected, "error_code");
        return response;
    }

    void commit(int generation, String memberId, String topic, long offset, Errors expected) throws IOException {
        var partition = new OffsetCommitRequestPartition().setPartitionIndex(0).setCommittedOffset(offset)
                .setCommittedMetadata(METADATA);
        var response = broker.exchange(new OffsetCommitRequestData().setGroupId(group)
                .setGenerationIdOrMemberEpoch(generation).setMemberId(memberId)
                .setTopics(List.of(new OffsetCommitRequestTopic().setName(topic).setPartitions(List.of(partition)))));
        response.expectOne("topics", "name", topic);
        response.expectOne("topics[0].partitions", "partition_index", 0);
        response.expectError(expected, "topics[0].partitions[0].error_code");
    }

    /// @param expected -1 if there is none
    void expectCommitted(String topic, int partition, long expected) throws IOException {
        var response = broker.exchange(new OffsetFetchRequestData().setGroupId(group).setTopics(
                List.of(new OffsetFetchRequestTopic().setName(topic).setPartitionIndexes(List.of(partition)))));
        response.expectNoError();
        response.expectOne("topics", "name", topic);
        response.expectOne("topics[0].partitions");
        String path = "topics[0].partitions[0].";
        response.expect(partition, path + "partition_index");
        response.expectError(Errors.NONE, path + "error_code");
        response.expect(expected, path + "committed_offset");
        if (expected >= 0) {
            response.expect(METADATA, path + "metadata");
        }
    }

    void leave(String memberId) throws IOException {
        var response = broker.exchange(new LeaveGroupRequestData().setGroupId(group)
                .setMembers(List.of(new MemberIdentity().setMemberId(memberId))));
        response.expectNoError();
        response.expectOne("members", "member_id", memberId);
        response.expectError(Errors.NONE, "members[0].error_code");
    }

    void delete(Errors expected) throws IOException {
        var response = broker.exchange(new DeleteGroupsRequestData().setGroupsNames(List.of(group)));
        response.expectOne("results", "group_id", group);
        response.expectError(expected, "results[0].error_code");
    }
}
