package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;

/// AlterConfigs: replaces the configuration of a topic; a setting that the request does not name gets its default.
/// That surprised users, hence [IncrementalAlterConfigsApi].
///
/// Leaves out the broker's configuration and loggers.
@Serves(api = ApiKeys.ALTER_CONFIGS, oldest = 0, newest = 2)
public record AlterConfigsApi(Broker broker) implements Api<AlterConfigsRequestData> {
    @Override
    public Optional<ApiMessage> answer(AlterConfigsRequestData request, RequestContext context) {
        var answer = new AlterConfigsResponseData();
        request.resources()
                .forEach(resource -> answer.responses().add(alter(resource, request.validateOnly(), context)));
        return Optional.of(answer);
    }

    private AlterConfigsResourceResponse alter(AlterConfigsResource resource, boolean validateOnly,
            RequestContext context) {
        var changes = new ConfigChanges(broker);
        ApiError error = changes.change(resource.resourceType(), resource.resourceName(), context,
                topic -> changes.replace(topic, settings(resource), validateOnly));
        return new AlterConfigsResourceResponse().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName()).setErrorCode(error.error().code())
                .setErrorMessage(error.message());
    }

    private static Map<String, String> settings(AlterConfigsResource resource) {
        var settings = new HashMap<String, String>();
        for (var setting : resource.configs()) {
            if (setting.value() == null) {
                throw new ErrorResponseException(Errors.INVALID_CONFIG,
                        "Null value not supported for : " + setting.name());
            }
            settings.put(setting.name(), setting.value());
        }
        return settings;
    }
}
