package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.topic.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/// DescribeConfigs: the settings of topics, and the few that the broker has for all.
public record DescribeConfigsApi(Broker broker) implements Api<DescribeConfigsRequestData> {
    private static final byte SAID_FOR_BROKER = 4;

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CONFIGS;
    }

    @Override
    public Optional<ApiMessage> answer(DescribeConfigsRequestData request, RequestContext call) {
        var answer = new DescribeConfigsResponseData();
        DistinctElements.by(request.resources(), resource -> resource.resourceType() + ":" + resource.resourceName())
                .forEach(resource -> answer.results().add(describe(resource, request.includeSynonyms(), call)));
        return Optional.of(answer);
    }

    private DescribeConfigsResult describe(DescribeConfigsResource resource, boolean synonyms, RequestContext call) {
        var result = new DescribeConfigsResult().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            List<DescribeConfigsResourceResult> all = switch (ConfigResource.Type.forId(resource.resourceType())) {
                case TOPIC -> topic(resource.resourceName(), synonyms, call);
                case BROKER -> broker(resource.resourceName(), call);
                default -> throw new ErrorResponseException(Errors.INVALID_REQUEST, "only topics and the broker have settings here");
            };
            List<String> wanted = resource.configurationKeys();
            return result.setConfigs(all.stream()
                    .filter(each -> wanted == null || wanted.isEmpty() || wanted.contains(each.name())).toList());
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private List<DescribeConfigsResourceResult> topic(String name, boolean synonyms, RequestContext call) {
        if (!call.isAuthorized(AclOperation.READ, ResourceType.TOPIC, name)) {
            throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED, "");
        }
        TopicConfig settings = broker.partition(name, 0).configuration();
        return settings.values().entrySet().stream().map(setting -> {
            byte source = ConfigSource.of(settings, setting.getKey());
            var result = result(setting, source);
            return !synonyms ? result : result.setSynonyms(List.of(new DescribeConfigsSynonym()
                    .setName(setting.getKey()).setValue(setting.getValue()).setSource(source)));
        }).toList();
    }

    private static DescribeConfigsResourceResult result(Map.Entry<String, String> setting, byte source) {
        return new DescribeConfigsResourceResult().setName(setting.getKey()).setValue(setting.getValue())
                .setConfigSource(source).setConfigType(ConfigSource.type(setting.getValue()));
    }

    private List<DescribeConfigsResourceResult> broker(String name, RequestContext call) {
        if (!name.equals("" + LocalNode.ID)) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST, "Unexpected broker id, expected " + LocalNode.ID
                    + ", but received " + name);
        }
        if (!call.isAuthorized(AclOperation.ADMIN, ResourceType.BROKER, "")) {
            throw new ErrorResponseException(Errors.CLUSTER_AUTHORIZATION_FAILED, "");
        }
        var settings = new TreeMap<String, String>();
        settings.put("broker.id", name);
        settings.put("num.partitions", "" + broker.settings().partitions());
        settings.put("auto.create.topics.enable", "" + broker.settings().autoCreate());
        settings.put("default.replication.factor", "1");
        settings.put("connections.max.idle.ms", "" + call.connection().settings().idle().toMillis());
        settings.put("socket.request.max.bytes", "" + call.connection().settings().maxRequestBytes());
        return settings.entrySet().stream().map(setting -> result(setting, SAID_FOR_BROKER).setReadOnly(true)).toList();
    }
}
