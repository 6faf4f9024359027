package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.RequestContext;
import gregor.kafka.consumer.ConsumerGroups;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// ListGroups: which groups there are, or those that are in some state, or of some type.
public record ListGroupsApi(Broker broker, ClassicGroups groups, ConsumerGroups modern) implements Api<ListGroupsRequestData> {
    private static final String CLASSIC = "classic";
    private static final String MODERN = "consumer";

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_GROUPS;
    }

    @Override
    public Optional<ApiMessage> answer(ListGroupsRequestData request, RequestContext call) {
        var answer = new ListGroupsResponseData();
        for (String name : broker.groups().names()) {
            if (call.isAuthorized(AclOperation.READ, ResourceType.GROUP, name)) {
                answer.groups().add(modern.ifKnown(name,
                        (group, members) -> new ListedGroup().setGroupState(members.state(group))
                        .setProtocolType(MODERN).setGroupType(MODERN)).orElseGet(() -> classic(name)).setGroupId(name));
            }
        }
        answer.groups().removeIf(group -> isLeftOut(request.statesFilter(), group.groupState())
                || isLeftOut(request.typesFilter(), group.groupType()));
        return Optional.of(answer);
    }

    private ListedGroup classic(String name) {
        return groups.in(name, (group, classic) -> new ListedGroup().setGroupState(ClassicGroups.state(group))
                .setProtocolType(ClassicGroups.type(group, classic)).setGroupType(CLASSIC));
    }

    private static boolean isLeftOut(List<String> wanted, String value) {
        return !wanted.isEmpty() && wanted.stream().noneMatch(value::equalsIgnoreCase);
    }
}
