package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.GroupProtocol;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/// ListGroups: lists all groups, or those in a given state (KIP-518) or of a given type (KIP-848).
@Serves(api = ApiKeys.LIST_GROUPS, oldest = 0, newest = 5)
public record ListGroupsApi(Broker broker, ClassicGroups groups,
        GroupProtocol other) implements Api<ListGroupsRequestData> {
    private static final String CLASSIC = "classic";
    private static final String CONSUMER = "consumer";

    @Override
    public Optional<ApiMessage> answer(ListGroupsRequestData request, RequestContext context) {
        var answer = new ListGroupsResponseData();
        for (String name : broker.groups().names()) {
            if (context.mayDescribe(ResourceType.GROUP, name)) {
                answer.groups().add(other.describe(name).map(ListGroupsApi::consumer).orElseGet(() -> classic(name))
                        .setGroupId(name));
            }
        }
        Predicate<String> states = filter(request.statesFilter());
        Predicate<String> types = filter(request.typesFilter());
        answer.groups().removeIf(group -> !states.test(group.groupState()) || !types.test(group.groupType()));
        return Optional.of(answer);
    }

    private static ListedGroup consumer(String state) {
        return new ListedGroup().setGroupState(state).setProtocolType(CONSUMER).setGroupType(CONSUMER);
    }

    private ListedGroup classic(String name) {
        return groups.in(name, (group, classic) -> new ListedGroup().setGroupState(ClassicGroups.state(group))
                .setProtocolType(ClassicGroups.type(group, classic)).setGroupType(CLASSIC));
    }

    /// A set, because a request may have as many words as the broker has groups, and more.
    private static Predicate<String> filter(List<String> wanted) {
        var words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        words.addAll(wanted);
        return value -> words.isEmpty() || words.contains(value);
    }
}
