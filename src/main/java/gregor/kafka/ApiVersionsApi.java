package gregor.kafka;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ApiVersions: which requests there are, and in which versions. Every client asks this first, and then speaks the
/// newest version that both know.
final class ApiVersionsApi implements Api<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final Collection<Api<?>> apis;

    /// @param apis those that there are, when somebody asks
    ApiVersionsApi(Collection<Api<?>> apis) {
        this.apis = apis;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.API_VERSIONS;
    }

    @Override
    public Optional<ApiMessage> answer(ApiVersionsRequestData request, RequestContext call) {
        if (call.version() >= 3 && !(isName(request.clientSoftwareName()) && isName(request.clientSoftwareVersion()))) {
            return Optional.of(new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        var answer = new ApiVersionsResponseData();
        apis.forEach(api -> answer.apiKeys().add(range(api)));
        return Optional.of(answer);
    }

    private static boolean isName(String name) {
        return SOFTWARE.matcher(name).matches();
    }

    /// librdkafka before 2.8 takes a broker that does not list the oldest Produce for one that knows no compression. So
    /// it is listed, here as in Kafka; nobody sends it.
    private static ApiVersion range(Api<?> api) {
        short oldest = api.key() == ApiKeys.PRODUCE ? 0 : api.oldest();
        return new ApiVersion().setApiKey(api.key().id).setMinVersion(oldest).setMaxVersion(api.newest());
    }

    /// The answer to a version of this very request that nobody knows yet: in version 0, which everybody can read.
    ApiVersionsResponseData tooNew() {
        var answer = new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        answer.apiKeys().add(range(this));
        return answer;
    }
}
