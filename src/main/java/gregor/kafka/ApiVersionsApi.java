package gregor.kafka;

import module java.base;

import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// ApiVersions: lists the API keys served and their versions. A client sends it first, and then uses the newest
/// versions that both sides know (KIP-35, KIP-511).
///
/// It names the features of Kafka that change what a client does (KIP-584): `transaction.version` 2, the newer protocol
/// of transactions (KIP-890), if the door has transactions.
@Serves(api = ApiKeys.API_VERSIONS, oldest = 0, newest = 4)
final class ApiVersionsApi implements Api<ApiVersionsRequestData> {
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private static final String TRANSACTION_FEATURE = "transaction.version";
    private static final short TRANSACTION_VERSION = 2;

    private final List<Api<?>> apis;

    /// @param others all other APIs of the door
    ApiVersionsApi(List<Api<?>> others) {
        apis = Stream.concat(others.stream(), Stream.of(this)).sorted(Comparator.comparing(Api::key)).toList();
    }

    @Override
    public Optional<ApiMessage> answer(ApiVersionsRequestData request, RequestContext context) {
        if (context.version() >= 3
                && !(isName(request.clientSoftwareName()) && isName(request.clientSoftwareVersion()))) {
            return Optional.of(new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        var answer = new ApiVersionsResponseData();
        apis.forEach(api -> answer.apiKeys().add(range(api)));
        if (apis.stream().anyMatch(api -> api.key() == ApiKeys.END_TXN)) {
            answer.supportedFeatures().add(new SupportedFeatureKey().setName(TRANSACTION_FEATURE)
                    .setMinVersion((short) 0).setMaxVersion(TRANSACTION_VERSION));
            answer.setFinalizedFeaturesEpoch(0).finalizedFeatures()
                    .add(new FinalizedFeatureKey().setName(TRANSACTION_FEATURE).setMinVersionLevel(TRANSACTION_VERSION)
                            .setMaxVersionLevel(TRANSACTION_VERSION));
        }
        return Optional.of(answer);
    }

    private static boolean isName(String name) {
        return SOFTWARE.matcher(name).matches();
    }

    /// Lists Produce from version 0 on, as Kafka does, although it is served from version 3 on: librdkafka before 2.8
    /// would not compress otherwise. No client sends versions 0 to 2.
    private static ApiVersion range(Api<?> api) {
        int oldest = api.key() == ApiKeys.PRODUCE ? 0 : api.versions().oldest();
        return new ApiVersion().setApiKey(api.key().id).setMinVersion((short) oldest)
                .setMaxVersion((short) api.versions().newest());
    }

    /// The response to an ApiVersions request of an unknown version: in version 0, which every client can read
    /// (KIP-511).
    ApiVersionsResponseData tooNew() {
        var answer = new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        answer.apiKeys().add(range(this));
        return answer;
    }
}
