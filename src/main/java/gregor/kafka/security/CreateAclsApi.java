package gregor.kafka.security;

import module java.base;

import gregor.kafka.Api;
import gregor.kafka.ErrorCodes;
import gregor.kafka.RequestContext;
import gregor.kafka.Serves;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.ApiError;
import org.apache.kafka.common.requests.CreateAclsRequest;

/// CreateAcls: adds permissions to the users file (KIP-140).
///
/// Leaves out DENY, hosts, unknown users, and operations that [AclMapping] cannot express: their
/// error is INVALID_REQUEST.
@Serves(api = ApiKeys.CREATE_ACLS, oldest = 1, newest = 3)
public record CreateAclsApi() implements Api<CreateAclsRequestData> {
    @Override
    public Optional<ApiMessage> answer(CreateAclsRequestData request, RequestContext context) {
        KafkaAcls acls = KafkaAcls.of(context);
        var valid = new ArrayList<AclBinding>();
        List<ApiError> errors = new ArrayList<>();
        // An ACL that is not well-formed has an operation ANY, for example.
        request.creations().forEach(
                creation -> errors.add(ErrorCodes.error(() -> valid.add(CreateAclsRequest.aclBinding(creation)))));
        Iterator<ApiError> created = acls.create(valid).iterator();
        errors.replaceAll(error -> error == ApiError.NONE ? created.next() : error);
        return Optional.of(new CreateAclsResponseData().setResults(errors.stream().map(
                error -> new AclCreationResult().setErrorCode(error.error().code()).setErrorMessage(error.message()))
                .toList()));
    }
}
