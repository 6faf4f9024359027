package gregor.kafka;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.consumer.ConsumerGroups;
import java.util.Optional;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// JoinGroup: somebody wants to read with others. It is answered when all of them have joined: then a generation
/// begins.
record JoinGroupApi(ClassicGroups groups, ConsumerGroups modern) implements Api<JoinGroupRequestData> {
    private static final int MIN_SESSION_MS = 6_000;
    private static final int LONGEST_SESSION_MS = 1_800_000;

    @Override
    public ApiKeys key() {
        return ApiKeys.JOIN_GROUP;
    }

    @Override
    public Optional<ApiMessage> answer(JoinGroupRequestData request, RequestContext call) {
        try {
            check(request, call);
            ClassicGroup.Start start = groups.join(request, call);
            modern.forget(request.groupId());
            return Optional.of(answer(start, request, call));
        } catch (ClassicGroup.MemberIdRequired e) {
            return Optional.of(refused(Errors.MEMBER_ID_REQUIRED, e.id(), call));
        } catch (RuntimeException e) {
            return Optional.of(refused(ErrorCodes.of(e), request.memberId(), call));
        }
    }

    private static void check(JoinGroupRequestData request, RequestContext call) {
        if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, request.groupId())) {
            throw new ErrorResponseException(Errors.GROUP_AUTHORIZATION_FAILED, "");
        }
        if (request.sessionTimeoutMs() < MIN_SESSION_MS || request.sessionTimeoutMs() > LONGEST_SESSION_MS) {
            throw new ErrorResponseException(Errors.INVALID_SESSION_TIMEOUT, "");
        }
        ClassicGroups.checkName(request.groupId());
        NameLimits.check(request.memberId(), "the member id");
        NameLimits.check(request.groupInstanceId(), "the instance id");
        NameLimits.check(request.protocolType(), "the protocol type");
        NameLimits.check(request.protocols().stream()
                .mapToLong(protocol -> protocol.name().length() + protocol.metadata().length).sum(), "the metadata");
    }

    private static JoinGroupResponseData refused(Errors error, String member, RequestContext call) {
        return new JoinGroupResponseData().setErrorCode(error.code()).setMemberId(member)
                .setProtocolName(call.version() >= 7 ? null : "");
    }

    private static JoinGroupResponseData answer(ClassicGroup.Start start, JoinGroupRequestData request, RequestContext call) {
        var answer = new JoinGroupResponseData().setGenerationId(start.generation()).setProtocolName(start.protocol())
                .setProtocolType(request.protocolType()).setLeader(start.leader()).setMemberId(start.member());
        boolean leaderOfOldShares = start.leader().equals(start.member()) && start.members().isEmpty();
        if (call.version() >= 9) {
            answer.setSkipAssignment(leaderOfOldShares);
        }
        start.members().forEach(member -> answer.members().add(new JoinGroupResponseMember().setMemberId(member.id())
                .setGroupInstanceId(call.version() >= 5 ? member.instance().orElse(null) : null)
                .setMetadata(member.metadata(start.protocol()))));
        return answer;
    }
}
