package gregor.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Requests about a group.
final class GroupCalls {
    private static final int SESSION_MILLIS = 10_000;

    private GroupCalls() {}

    /// What a member knows once it has joined.
    ///
    /// @param members all of them, if it is the leader
    record Joined(int error, int generation, String leader, String member, List<String> members) {
        boolean leads() {
            return leader.equals(member);
        }
    }

    static Request find(String group) {
        return Request.of(Api.FIND_COORDINATOR).text(group).int8(0);
    }

    /// Asks who looks after a group.
    static TopicCalls.Node coordinator(Link link, String group) throws IOException {
        Response response = link.ask(find(group));
        response.int32("throttle time");
        response.error(ErrorCode.NONE);
        response.text("error message");
        var node = new TopicCalls.Node(response.int32("node id"), response.text("host"), response.int32("port"));
        response.close();
        return node;
    }

    static Request join(String group, String member) {
        return Request.of(Api.JOIN_GROUP).text(group).int32(SESSION_MILLIS).int32(SESSION_MILLIS)
                .text(member).text(null).text("consumer")
                .array(Set.of("range"), (request, protocol) -> request.text(protocol)
                        .bytes(ByteBuffer.wrap(new byte[] {0, 1})));
    }

    /// Reads the answer to a join, whatever its error code is.
    static Joined joined(Response response) {
        response.int32("throttle time");
        int error = response.int16("error code");
        int generation = response.int32("generation");
        response.text("protocol");
        String leader = response.text("leader");
        String member = response.text("member id");
        List<String> members = response.array("members", () -> {
            String id = response.text("member id");
            response.text("group instance id");
            response.bytes("metadata");
            return id;
        });
        response.close();
        return new Joined(error, generation, leader, member, members);
    }

    /// Joins a group; returns when the broker has let the member in.
    static Joined join(Link link, String group) throws IOException {
        Request request = join(group, knownMember(link, group));
        return in(request, joined(link.ask(request)));
    }

    /// Asks for a member id, as a new member must.
    static String knownMember(Link link, String group) throws IOException {
        Request request = join(group, "");
        Joined first = joined(link.ask(request));
        if (first.error() != ErrorCode.MEMBER_ID_REQUIRED) {
            throw Fault.of(ErrorCode.MEMBER_ID_REQUIRED, first.error(), request, null);
        }
        if (first.member().isEmpty()) {
            throw Fault.of("a member id to join with", "an empty one", request);
        }
        return first.member();
    }

    static Joined in(Request request, Joined joined) {
        if (joined.error() != ErrorCode.NONE) {
            throw Fault.of(ErrorCode.NONE, joined.error(), request, null);
        }
        if (joined.generation() < 1) {
            throw Fault.of("a generation of 1 or more", "" + joined.generation(), request);
        }
        return joined;
    }

    static Request sync(String group, Joined member, Map<String, String> shares) {
        return Request.of(Api.SYNC_GROUP).text(group).int32(member.generation()).text(member.member()).text(null)
                .array(shares.entrySet(), (request, share) -> request.text(share.getKey())
                        .bytes(ByteBuffer.wrap(share.getValue().getBytes())));
    }

    /// Reads what a member is to do.
    static String share(Response response) {
        response.int32("throttle time");
        response.error(ErrorCode.NONE);
        byte[] share = response.bytes("assignment");
        response.close();
        return share == null ? "" : new String(share);
    }

    /// Sends a heartbeat.
    ///
    /// @param expected the error code that the answer must have
    static void heartbeat(Link link, String group, int generation, String member, int expected) throws IOException {
        Response response = link.ask(Request.of(Api.HEARTBEAT).text(group).int32(generation).text(member).text(null));
        response.int32("throttle time");
        response.error(expected);
        response.close();
    }

    /// Commits an offset of partition 0.
    ///
    /// @param expected the error code that the answer must have
    static void commit(Link link, String group, int generation, String member, String topic, long offset, int expected)
            throws IOException {
        Response response = link.ask(Request.of(Api.OFFSET_COMMIT).text(group).int32(generation).text(member).text(null)
                .array(Set.of(topic), (request, name) -> request.text(name)
                        .array(Set.of(0), (partition, index) -> partition.int32(index)
                        .int64(offset).int32(-1).text("a note"))));
        response.int32("throttle time");
        response.array("topics", () -> {
            response.mustBe(topic, response.text("topic"));
            return response.array("partitions", () -> {
                response.mustBe(0, response.int32("partition"));
                response.error(expected);
                return 0;
            });
        });
        response.close();
    }

    /// Asks for what was committed for a partition.
    ///
    /// @param expected the offset; -1 if there is none
    static void committed(Link link, String group, String topic, int partition, long expected) throws IOException {
        Response response = link.ask(Request.of(Api.OFFSET_FETCH).text(group)
                .array(Set.of(topic), (request, name) -> request.text(name)
                .array(Set.of(partition), Request::int32)));
        response.int32("throttle time");
        response.array("topics", () -> {
            response.mustBe(topic, response.text("topic"));
            return response.array("partitions", () -> {
                response.mustBe(partition, response.int32("partition"));
                response.mustBe(expected, response.int64("committed offset"));
                response.int32("leader epoch");
                String note = response.text("metadata");
                response.must(expected < 0 || "a note".equals(note), "the metadata of the commit, \"a note\"", note);
                response.error(ErrorCode.NONE);
                return 0;
            });
        });
        response.error(ErrorCode.NONE);
        response.close();
    }

    /// Leaves a group.
    static void leave(Link link, String group, String member) throws IOException {
        Response response = link.ask(Request.of(Api.LEAVE_GROUP).text(group)
                .array(Set.of(member), (request, id) -> request.text(id).text(null)));
        response.int32("throttle time");
        response.error(ErrorCode.NONE);
        response.array("members", () -> {
            response.mustBe(member, response.text("member id"));
            response.text("group instance id");
            response.error(ErrorCode.NONE);
            return 0;
        });
        response.close();
    }

    /// Deletes a group.
    ///
    /// @param expected the error code that the answer must have
    static void delete(Link link, String group, int expected) throws IOException {
        Response response = link.ask(Request.of(Api.DELETE_GROUPS).array(Set.of(group), Request::text));
        response.int32("throttle time");
        response.array("groups", () -> {
            response.mustBe(group, response.text("group"));
            response.error(expected);
            return 0;
        });
        response.close();
    }
}
