package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.DeleteAclsRequest;
import org.apache.kafka.common.requests.DeleteAclsResponse;

/// DeleteAcls: removes the permissions from the users file that match one of several filters, and returns them as ACLs
/// (KIP-140).
///
/// Leaves out a part of a permission that [AclMapping] cannot express: the error of such a
/// filter is INVALID_REQUEST.
@Serves(api = ApiKeys.DELETE_ACLS, oldest = 1, newest = 3)
public record DeleteAclsApi() implements Api<DeleteAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DeleteAclsRequestData request, RequestContext context) {
        KafkaAcls acls = KafkaAcls.of(context);
        List<AclBindingFilter> filters = new DeleteAclsRequest.Builder(request).build(context.version()).filters();
        return Optional.of(new DeleteAclsResponseData()
                .setFilterResults(acls.delete(filters).stream().map(DeleteAclsResponse::filterResult).toList()));
    }
}
