package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.ErrorCodes;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData.AclCreation;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// CreateAcls: adds permissions to the users file (KIP-140).
///
/// Leaves out DENY, hosts, unknown users, and operations that [AclMapping] cannot express: their
/// error is INVALID_REQUEST.
@Serves(api = ApiKeys.CREATE_ACLS, oldest = 1, newest = 3)
public record CreateAclsApi() implements Api<CreateAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(CreateAclsRequestData request, RequestContext context) {
        var answer = new CreateAclsResponseData();
        List<ApiError> errors = new ArrayList<>();
        try {
            KafkaAcls acls = KafkaAcls.of(context);
            var valid = new ArrayList<AclBinding>();
            request.creations().forEach(creation -> errors.add(collect(creation, valid)));
            Iterator<ApiError> created = acls.create(valid).iterator();
            errors.replaceAll(error -> error == ApiError.NONE ? created.next() : error);
        } catch (RuntimeException e) {
            errors.clear();
            request.creations().forEach(creation -> errors.add(error(e)));
        }
        errors.forEach(error -> answer.results()
                .add(new AclCreationResult().setErrorCode(error.error().code()).setErrorMessage(error.message())));
        return Optional.of(answer);
    }

    private static ApiError error(RuntimeException e) {
        return new ApiError(ErrorCodes.of(e), ErrorCodes.message(e));
    }

    /// Adds a well-formed ACL to a list, or returns what is wrong with it, such as an operation ANY.
    private static ApiError collect(AclCreation creation, List<AclBinding> valid) {
        try {
            valid.add(new AclBinding(
                    new ResourcePattern(ResourceType.fromCode(creation.resourceType()), creation.resourceName(),
                            PatternType.fromCode(creation.resourcePatternType())),
                    new AccessControlEntry(creation.principal(), creation.host(),
                            AclOperation.fromCode(creation.operation()),
                            AclPermissionType.fromCode(creation.permissionType()))));
            return ApiError.NONE;
        } catch (IllegalArgumentException e) {
            return error(e);
        }
    }
}
