package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ErrorCodes;
import gregor.kafka.IdentityHashed;
import gregor.kafka.RequestContext;
import gregor.kafka.consumer.ConsumerGroups;
import java.util.Optional;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteGroups: groups without members, and their bookmarks.
public record DeleteGroupsApi(Broker broker, ClassicGroups groups, ConsumerGroups modern)
        implements Api<DeleteGroupsRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_GROUPS;
    }

    @Override
    public Optional<ApiMessage> answer(DeleteGroupsRequestData request, RequestContext call) {
        var answer = new DeleteGroupsResponseData();
        request.groupsNames().forEach(name -> answer.results()
                .add(new IdentityHashed.DeletedGroup().setGroupId(name).setErrorCode(delete(name, call).code())));
        return Optional.of(answer);
    }

    private Errors delete(String name, RequestContext call) {
        if (!call.isAuthorized(AclOperation.ADMIN, ResourceType.GROUP, name)) {
            return Errors.GROUP_AUTHORIZATION_FAILED;
        }
        try {
            if (!groups.exists(name)) {
                return Errors.GROUP_ID_NOT_FOUND;
            }
            broker.groups().delete(name);
            modern.forget(name);
            return Errors.NONE;
        } catch (RuntimeException e) {
            return ErrorCodes.of(e);
        }
    }
}
