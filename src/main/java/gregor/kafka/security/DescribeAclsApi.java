package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.ErrorCodes;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.message.DescribeAclsResponseData.AclDescription;
import org.apache.kafka.common.message.DescribeAclsResponseData.DescribeAclsResource;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/// DescribeAcls: returns the permissions of the users file that match a filter, as ACLs (KIP-140).
///
/// Leaves out an ACL that another one implies.
@Serves(api = ApiKeys.DESCRIBE_ACLS, oldest = 1, newest = 3)
public record DescribeAclsApi() implements Api<DescribeAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeAclsRequestData request, RequestContext context) {
        var answer = new DescribeAclsResponseData();
        try {
            Map<ResourcePattern, List<AclBinding>> found = new LinkedHashMap<>();
            KafkaAcls.of(context).describe(filter(request)).forEach(
                    binding -> found.computeIfAbsent(binding.pattern(), each -> new ArrayList<>()).add(binding));
            found.forEach((pattern, bindings) -> answer.resources().add(resource(pattern, bindings)));
        } catch (RuntimeException e) {
            answer.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
        return Optional.of(answer);
    }

    private static AclBindingFilter filter(DescribeAclsRequestData request) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.fromCode(request.resourceTypeFilter()),
                        request.resourceNameFilter(), PatternType.fromCode(request.patternTypeFilter())),
                new AccessControlEntryFilter(request.principalFilter(), request.hostFilter(),
                        AclOperation.fromCode(request.operation()),
                        AclPermissionType.fromCode(request.permissionType())));
    }

    private static DescribeAclsResource resource(ResourcePattern pattern, List<AclBinding> bindings) {
        return new DescribeAclsResource().setResourceType(pattern.resourceType().code()).setResourceName(pattern.name())
                .setPatternType(pattern.patternType().code())
                .setAcls(bindings.stream().map(binding -> binding.entry())
                        .map(entry -> new AclDescription().setPrincipal(entry.principal()).setHost(entry.host())
                                .setOperation(entry.operation().code())
                                .setPermissionType(entry.permissionType().code()))
                        .toList());
    }
}
