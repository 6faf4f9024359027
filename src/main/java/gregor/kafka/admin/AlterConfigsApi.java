package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import java.util.HashMap;
import java.util.Optional;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// AlterConfigs: sets settings of a topic, and takes all that it does not name back to their standard. That surprised
/// so many people that there is a newer request: [IncrementalAlterConfigsApi].
public record AlterConfigsApi(Broker broker) implements Api<AlterConfigsRequestData> {
    @Override
    public ApiKeys key() {
        return ApiKeys.ALTER_CONFIGS;
    }

    @Override
    public Optional<ApiMessage> answer(AlterConfigsRequestData request, RequestContext call) {
        var answer = new AlterConfigsResponseData();
        request.resources().forEach(resource -> answer.responses().add(alter(resource, request.validateOnly(), call)));
        return Optional.of(answer);
    }

    private AlterConfigsResourceResponse alter(AlterConfigsResource resource, boolean validateOnly, RequestContext call) {
        var result = new AlterConfigsResourceResponse().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            ConfigChange.check(broker, resource.resourceType(), resource.resourceName(), call);
            var all = new HashMap<String, String>();
            for (var setting : resource.configs()) {
                if (setting.value() == null) {
                    throw new ErrorResponseException(Errors.INVALID_CONFIG, "Null value not supported for : " + setting.name());
                }
                all.put(setting.name(), setting.value());
            }
            if (validateOnly) {
                broker.checkSettings(resource.resourceName(), before -> before.reset(all));
            } else {
                broker.resetTopic(resource.resourceName(), all);
            }
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }
}
