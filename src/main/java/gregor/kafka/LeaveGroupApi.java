package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// LeaveGroup: removes members from a classic group at once, instead of when their session expires.
///
/// Leaves out the reason for leaving (KIP-800), which is ignored.
@Serves(api = ApiKeys.LEAVE_GROUP, oldest = 0, newest = 5)
record LeaveGroupApi(ClassicGroups groups) implements Api<LeaveGroupRequestData> {
    @Override
    public Optional<ApiMessage> answer(LeaveGroupRequestData request, RequestContext context) {
        var answer = new LeaveGroupResponseData();
        boolean several = context.version() >= 3;
        ClassicGroups.checkName(request.groupId());
        context.authorize(AclOperation.READ, ResourceType.GROUP, request.groupId());
        List<MemberIdentity> members = several
                ? request.members()
                : List.of(new MemberIdentity().setMemberId(request.memberId()));
        for (MemberIdentity member : members) {
            Errors error = ErrorCodes.error(() -> leave(request.groupId(), member)).error();
            if (several) {
                answer.members().add(new MemberResponse().setMemberId(member.memberId())
                        .setGroupInstanceId(member.groupInstanceId()).setErrorCode(error.code()));
            } else {
                answer.setErrorCode(error.code());
            }
        }
        return Optional.of(answer);
    }

    private void leave(String name, MemberIdentity member) {
        groups.in(name, (group, classic) -> {
            classic.leave(group, member.memberId(), Optional.ofNullable(member.groupInstanceId()));
            return null;
        });
    }
}
