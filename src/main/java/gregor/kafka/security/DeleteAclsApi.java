package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.ErrorCodes;
import gregor.kafka.RequestContext;
import gregor.kafka.security.KafkaAcls.Deleted;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData.DeleteAclsFilter;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsFilterResult;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsMatchingAcl;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/// DeleteAcls: removes the permissions from the users file that match one of several filters, and returns them as ACLs
/// (KIP-140).
///
/// Leaves out a part of a permission that [AclMapping] cannot express: the error of such a
/// filter is INVALID_REQUEST.
@Serves(api = ApiKeys.DELETE_ACLS, oldest = 1, newest = 3)
public record DeleteAclsApi() implements Api<DeleteAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DeleteAclsRequestData request, RequestContext context) {
        var answer = new DeleteAclsResponseData();
        try {
            List<AclBindingFilter> filters = request.filters().stream().map(DeleteAclsApi::filter).toList();
            KafkaAcls.of(context).delete(filters).forEach(deleted -> answer.filterResults().add(result(deleted)));
        } catch (RuntimeException e) {
            request.filters().forEach(filter -> answer.filterResults().add(new DeleteAclsFilterResult()
                    .setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e))));
        }
        return Optional.of(answer);
    }

    private static AclBindingFilter filter(DeleteAclsFilter filter) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.fromCode(filter.resourceTypeFilter()),
                        filter.resourceNameFilter(), PatternType.fromCode(filter.patternTypeFilter())),
                new AccessControlEntryFilter(filter.principalFilter(), filter.hostFilter(),
                        AclOperation.fromCode(filter.operation()),
                        AclPermissionType.fromCode(filter.permissionType())));
    }

    private static DeleteAclsFilterResult result(Deleted deleted) {
        return new DeleteAclsFilterResult().setErrorCode(deleted.error().error().code())
                .setErrorMessage(deleted.error().message())
                .setMatchingAcls(deleted.matching().stream().map(DeleteAclsApi::matching).toList());
    }

    private static DeleteAclsMatchingAcl matching(AclBinding binding) {
        return new DeleteAclsMatchingAcl().setResourceType(binding.pattern().resourceType().code())
                .setResourceName(binding.pattern().name()).setPatternType(binding.pattern().patternType().code())
                .setPrincipal(binding.entry().principal()).setHost(binding.entry().host())
                .setOperation(binding.entry().operation().code())
                .setPermissionType(binding.entry().permissionType().code());
    }
}
