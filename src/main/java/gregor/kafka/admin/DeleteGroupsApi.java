package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ClassicGroups;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.GroupProtocol;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import gregor.kafka.limits.IdentityHashed;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DeleteGroups: deletes groups without members, and their committed offsets (KIP-229).
@Serves(api = ApiKeys.DELETE_GROUPS, oldest = 0, newest = 2)
public record DeleteGroupsApi(Broker broker, ClassicGroups groups,
        GroupProtocol other) implements Api<DeleteGroupsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DeleteGroupsRequestData request, RequestContext context) {
        var answer = new DeleteGroupsResponseData();
        request.groupsNames().forEach(name -> answer.results().add(new IdentityHashed.DeletedGroup().setGroupId(name)
                .setErrorCode(ErrorCodes.error(() -> delete(name, context)).error().code())));
        return Optional.of(answer);
    }

    private void delete(String name, RequestContext context) {
        context.authorize(AclOperation.ADMIN, ResourceType.GROUP, name);
        if (!groups.exists(name)) {
            throw new ErrorResponseException(Errors.GROUP_ID_NOT_FOUND, "group " + name + " does not exist");
        }
        broker.groups().delete(name);
        other.forget(name);
    }
}
