package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.topic.TopicConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// IncrementalAlterConfigs: changes some settings of a topic, and leaves the others as they are. `cleanup.policy` is a
/// list: one can append to it, and take away.
public record IncrementalAlterConfigsApi(Broker broker) implements Api<IncrementalAlterConfigsRequestData> {
    private static final String LIST = "cleanup.policy";

    @Override
    public ApiKeys key() {
        return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public Optional<ApiMessage> answer(IncrementalAlterConfigsRequestData request, RequestContext call) {
        var answer = new IncrementalAlterConfigsResponseData();
        request.resources().forEach(resource -> answer.responses().add(alter(resource, request.validateOnly(), call)));
        return Optional.of(answer);
    }

    private AlterConfigsResourceResponse alter(AlterConfigsResource resource, boolean validateOnly, RequestContext call) {
        var result = new AlterConfigsResourceResponse().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            String topic = resource.resourceName();
            ConfigChange.check(broker, resource.resourceType(), topic, call);
            Map<String, String> changes = changes(resource, broker.partition(topic, 0).configuration());
            if (validateOnly) {
                broker.checkSettings(topic, before -> before.with(changes));
            } else {
                broker.alterTopic(topic, changes);
            }
            return result;
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private static Map<String, String> changes(AlterConfigsResource resource, TopicConfig before) {
        var changes = new HashMap<String, String>();
        for (AlterableConfig change : resource.configs()) {
            if (changes.containsKey(change.name())) {
                throw new ErrorResponseException(Errors.INVALID_REQUEST, "Error due to duplicate config keys");
            }
            changes.put(change.name(), value(change, before));
        }
        return changes;
    }

    private static String value(AlterableConfig change, TopicConfig before) {
        OpType what = OpType.forId(change.configOperation());
        if (what == null || what != OpType.DELETE && change.value() == null) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, "Null value not supported for : " + change.name());
        }
        return switch (what) {
            case SET -> change.value();
            case DELETE -> null;
            case APPEND, SUBTRACT -> changed(change, what, before);
        };
    }

    private static String changed(AlterableConfig change, OpType what, TopicConfig before) {
        if (!change.name().equals(LIST)) {
            throw new ErrorResponseException(Errors.INVALID_CONFIG, "Can't " + what + " to key " + change.name()
                    + " because its type is not LIST.");
        }
        var policies = new LinkedHashSet<>(List.of(before.value(LIST).split(",")));
        List<String> named = new ArrayList<>(List.of(change.value().split(",")));
        if (what == OpType.APPEND) {
            policies.addAll(named);
        } else {
            named.forEach(policies::remove);
        }
        return String.join(",", policies);
    }
}
