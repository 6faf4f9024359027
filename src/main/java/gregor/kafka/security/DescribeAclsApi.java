package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.DescribeAclsResponse;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/// DescribeAcls: returns the permissions of the users file that match a filter, as ACLs (KIP-140).
///
/// Leaves out an ACL that another one implies.
@Serves(api = ApiKeys.DESCRIBE_ACLS, oldest = 1, newest = 3)
public record DescribeAclsApi() implements Api<DescribeAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeAclsRequestData request, RequestContext context) {
        List<AclBinding> found = KafkaAcls.of(context).describe(filter(request));
        return Optional.of(new DescribeAclsResponseData().setResources(DescribeAclsResponse.aclsResources(found)));
    }

    private static AclBindingFilter filter(DescribeAclsRequestData request) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.fromCode(request.resourceTypeFilter()),
                        request.resourceNameFilter(), PatternType.fromCode(request.patternTypeFilter())),
                new AccessControlEntryFilter(request.principalFilter(), request.hostFilter(),
                        AclOperation.fromCode(request.operation()),
                        AclPermissionType.fromCode(request.permissionType())));
    }
}
