package gregor.kafka.admin;

import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroup;
import gregor.kafka.ClassicGroupMember;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ConsumerProtocolReader;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.kafka.consumer.ConsumerGroups;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeGroups: who is in a group, and what each of them reads. Members that came in by another door are told of
/// too.
public record DescribeGroupsApi(ClassicGroups groups, ConsumerGroups modern) implements Api<DescribeGroupsRequestData> {
    private static final String DEAD = "Dead";

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_GROUPS;
    }

    @Override
    public Optional<ApiMessage> answer(DescribeGroupsRequestData request, RequestContext call) {
        var answer = new DescribeGroupsResponseData();
        DistinctElements.by(request.groups(), name -> name).forEach(name -> answer.groups().add(describe(name, call)));
        return Optional.of(answer);
    }

    private DescribedGroup describe(String name, RequestContext call) {
        var described = new DescribedGroup().setGroupId(name);
        try {
            if (!call.isAuthorized(AclOperation.READ, ResourceType.GROUP, name)) {
                throw new ErrorResponseException(Errors.GROUP_AUTHORIZATION_FAILED, "");
            }
            if (!groups.exists(name) || modern.ifKnown(name, (group, members) -> true).isPresent()) {
                return call.version() < 6 ? described.setGroupState(DEAD) : described.setGroupState(DEAD)
                        .setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                        .setErrorMessage("Group " + name + " not found.");
            }
            return groups.in(name, (group, classic) -> describe(group, classic, described, call));
        } catch (RuntimeException e) {
            return described.setErrorCode(ErrorCodes.of(e).code());
        }
    }

    private static DescribedGroup describe(Group group, ClassicGroup classic, DescribedGroup described, RequestContext call) {
        boolean stable = group.state() == Group.State.STABLE;
        var shown = new HashSet<String>();
        for (ClassicGroupMember member : classic.members(group)) {
            shown.add(member.badge().member());
            described.members().add(new DescribedGroupMember().setMemberId(member.id()).setClientId(member.client())
                    .setClientHost(member.host())
                    .setGroupInstanceId(call.version() < 4 ? null : member.instance().orElse(null))
                    .setMemberMetadata(stable ? member.metadata(classic.protocol()) : ClassicGroupMember.NOTHING)
                    .setMemberAssignment(stable ? member.assignment() : ClassicGroupMember.NOTHING));
        }
        for (Map.Entry<String, SortedSet<TopicPartition>> other : group.members().entrySet()) {
            if (!shown.contains(other.getKey())) {
                described.members().add(new DescribedGroupMember().setMemberId(other.getKey())
                        .setClientId(other.getKey())
                        .setClientHost("/127.0.0.1").setMemberMetadata(ClassicGroupMember.NOTHING)
                        .setMemberAssignment(ConsumerProtocolReader.bytes(other.getValue())));
            }
        }
        return described.setGroupState(ClassicGroups.state(group)).setProtocolType(ClassicGroups.type(group, classic))
                .setProtocolData(stable ? classic.protocol() : "");
    }
}
