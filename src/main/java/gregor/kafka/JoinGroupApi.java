package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// JoinGroup: adds a member to a classic group. The response follows when all members have joined; then a new
/// generation begins.
///
/// Leaves out the reason for joining (KIP-800), which is ignored.
@Serves(api = ApiKeys.JOIN_GROUP, oldest = 0, newest = 9)
record JoinGroupApi(ClassicGroups groups, GroupProtocol other) implements Api<JoinGroupRequestData> {
    private static final int MIN_SESSION_MS = 6_000;
    private static final int MAX_SESSION_MS = 1_800_000;

    @Override
    public Optional<ApiMessage> answer(JoinGroupRequestData request, RequestContext context) {
        try {
            check(request, context);
            ClassicGroup.Start start = groups.join(request, context);
            other.forget(request.groupId());
            return Optional.of(answer(start, request, context));
        } catch (ClassicGroup.MemberIdRequired e) {
            return Optional.of(error(Errors.MEMBER_ID_REQUIRED, e.id(), context));
        } catch (RuntimeException e) {
            return Optional.of(error(ErrorCodes.of(e), request.memberId(), context));
        }
    }

    private static void check(JoinGroupRequestData request, RequestContext context) {
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        if (request.sessionTimeoutMs() < MIN_SESSION_MS || request.sessionTimeoutMs() > MAX_SESSION_MS) {
            throw new ErrorResponseException(Errors.INVALID_SESSION_TIMEOUT, "session timeout "
                    + request.sessionTimeoutMs() + " ms is not in " + MIN_SESSION_MS + " to " + MAX_SESSION_MS);
        }
        ClassicGroups.checkName(request.groupId());
        NameLimits.check(request.memberId(), "the member id");
        NameLimits.check(request.groupInstanceId(), "the instance id");
        NameLimits.check(request.protocolType(), "the protocol type");
        NameLimits.check(
                request.protocols().stream()
                        .mapToLong(protocol -> protocol.name().length() + protocol.metadata().length).sum(),
                "the metadata");
    }

    private static JoinGroupResponseData error(Errors error, String member, RequestContext context) {
        return new JoinGroupResponseData().setErrorCode(error.code()).setMemberId(member)
                .setProtocolName(context.version() >= 7 ? null : "");
    }

    private static JoinGroupResponseData answer(ClassicGroup.Start start, JoinGroupRequestData request,
            RequestContext context) {
        var answer = new JoinGroupResponseData().setGenerationId(start.generation()).setProtocolName(start.protocol())
                .setProtocolType(request.protocolType()).setLeader(start.leader()).setMemberId(start.member());
        // A leader that rejoins a stable group learns that it need not assign again (KIP-814).
        boolean keepsAssignment = start.leader().equals(start.member()) && start.members().isEmpty();
        if (context.version() >= 9) {
            answer.setSkipAssignment(keepsAssignment);
        }
        start.members()
                .forEach(member -> answer.members()
                        .add(new JoinGroupResponseMember().setMemberId(member.id())
                                .setGroupInstanceId(context.version() >= 5 ? member.instance().orElse(null) : null)
                                .setMetadata(member.metadata(start.protocol()))));
        return answer;
    }
}
