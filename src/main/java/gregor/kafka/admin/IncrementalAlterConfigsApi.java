package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.topic.TopicConfig;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;

/// IncrementalAlterConfigs: changes the named settings of a topic and keeps the others (KIP-339). To the list
/// `cleanup.policy` a client can append, and subtract from it.
///
/// Leaves out the broker's configuration and loggers.
@Serves(api = ApiKeys.INCREMENTAL_ALTER_CONFIGS, oldest = 0, newest = 1)
public record IncrementalAlterConfigsApi(Broker broker) implements Api<IncrementalAlterConfigsRequestData> {
    private static final String LIST = "cleanup.policy";

    @Override
    public Optional<ApiMessage> answer(IncrementalAlterConfigsRequestData request, RequestContext context) {
        var answer = new IncrementalAlterConfigsResponseData();
        request.resources()
                .forEach(resource -> answer.responses().add(alter(resource, request.validateOnly(), context)));
        return Optional.of(answer);
    }

    private AlterConfigsResourceResponse alter(AlterConfigsResource resource, boolean validateOnly,
            RequestContext context) {
        var changes = new ConfigChanges(broker);
        ApiError error = changes.change(resource.resourceType(), resource.resourceName(), context,
                topic -> changes.update(topic, updates(resource, changes.current(topic)), validateOnly));
        return new AlterConfigsResourceResponse().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName()).setErrorCode(error.error().code())
                .setErrorMessage(error.message());
    }

    private static Map<String, String> updates(AlterConfigsResource resource, TopicConfig current) {
        var updates = new HashMap<String, String>();
        for (AlterableConfig change : resource.configs()) {
            if (updates.containsKey(change.name())) {
                throw new ErrorResponseException(Errors.INVALID_REQUEST, "Error due to duplicate config keys");
            }
            updates.put(change.name(), value(change, current));
        }
        return updates;
    }

    private static String value(AlterableConfig change, TopicConfig current) {
        OpType type = OpType.forId(change.configOperation());
        if (type == null || type != OpType.DELETE && change.value() == null) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, "Null value not supported for : " + change.name());
        }
        return switch (type) {
            case SET -> change.value();
            case DELETE -> null;
            case APPEND, SUBTRACT -> changed(change, type, current);
        };
    }

    private static String changed(AlterableConfig change, OpType type, TopicConfig current) {
        if (!change.name().equals(LIST)) {
            throw new ErrorResponseException(Errors.INVALID_CONFIG,
                    "Can't " + type + " to key " + change.name() + " because its type is not LIST.");
        }
        var policies = new LinkedHashSet<>(List.of(current.value(LIST).split(",")));
        List<String> named = new ArrayList<>(List.of(change.value().split(",")));
        if (type == OpType.APPEND) {
            policies.addAll(named);
        } else {
            named.forEach(policies::remove);
        }
        return String.join(",", policies);
    }
}
