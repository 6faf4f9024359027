package gregor.kafka.admin;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroup;
import gregor.kafka.ClassicGroupMember;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ConsumerProtocolReader;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.GroupProtocol;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeGroups: returns the members of classic groups and their assignments. Members that joined by another door
/// are listed too.
///
/// Leaves out authorized operations (KIP-430).
@Serves(api = ApiKeys.DESCRIBE_GROUPS, oldest = 0, newest = 6)
public record DescribeGroupsApi(ClassicGroups groups, GroupProtocol other) implements Api<DescribeGroupsRequestData> {
    private static final String DEAD = "Dead";

    @Override
    public Optional<ApiMessage> answer(DescribeGroupsRequestData request, RequestContext context) {
        var answer = new DescribeGroupsResponseData();
        DistinctElements.by(request.groups(), name -> name)
                .forEach(name -> answer.groups().add(describe(name, context)));
        return Optional.of(answer);
    }

    private DescribedGroup describe(String name, RequestContext context) {
        var described = new DescribedGroup().setGroupId(name);
        try {
            context.authorizeDescribe(ResourceType.GROUP, name);
            if (!groups.exists(name) || other.describe(name).isPresent()) {
                return context.version() < 6
                        ? described.setGroupState(DEAD)
                        : described.setGroupState(DEAD).setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                                .setErrorMessage("Group " + name + " not found.");
            }
            return groups.in(name, (group, classic) -> describe(group, classic, described, context));
        } catch (RuntimeException e) {
            return described.setErrorCode(ErrorCodes.of(e).code());
        }
    }

    private static DescribedGroup describe(Group group, ClassicGroup classic, DescribedGroup described,
            RequestContext context) {
        boolean stable = group.state() == Group.State.STABLE;
        var listed = new HashSet<String>();
        for (ClassicGroupMember member : classic.members(group)) {
            listed.add(member.identity().member());
            described.members()
                    .add(new DescribedGroupMember().setMemberId(member.id()).setClientId(member.client())
                            .setClientHost(member.host())
                            .setGroupInstanceId(context.version() < 4 ? null : member.instance().orElse(null))
                            .setMemberMetadata(
                                    stable ? member.metadata(classic.protocol()) : ClassicGroupMember.NO_BYTES)
                            .setMemberAssignment(stable ? member.assignment() : ClassicGroupMember.NO_BYTES));
        }
        for (Map.Entry<String, SortedSet<TopicPartition>> member : group.members().entrySet()) {
            if (!listed.contains(member.getKey())) {
                described.members()
                        .add(new DescribedGroupMember().setMemberId(member.getKey()).setClientId(member.getKey())
                                .setClientHost("/127.0.0.1").setMemberMetadata(ClassicGroupMember.NO_BYTES)
                                .setMemberAssignment(ConsumerProtocolReader.bytes(member.getValue())));
            }
        }
        return described.setGroupState(ClassicGroups.state(group)).setProtocolType(ClassicGroups.type(group, classic))
                .setProtocolData(stable ? classic.protocol() : "");
    }
}
