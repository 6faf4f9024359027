package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Api;
import gregor.kafka.Serves;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.DistinctElements;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.LocalNode;
import gregor.kafka.RequestContext;
import gregor.topic.TopicConfig;
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
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;

/// DescribeConfigs: returns the configurations of topics, and the few of the broker that clients ask for.
///
/// Leaves out documentation (KIP-569), loggers (KIP-412) and client metrics.
@Serves(api = ApiKeys.DESCRIBE_CONFIGS, oldest = 1, newest = 4)
public record DescribeConfigsApi(Broker broker) implements Api<DescribeConfigsRequestData> {
    @Override
    public Optional<ApiMessage> answer(DescribeConfigsRequestData request, RequestContext context) {
        var answer = new DescribeConfigsResponseData();
        DistinctElements.by(request.resources(), resource -> resource.resourceType() + ":" + resource.resourceName())
                .forEach(resource -> answer.results().add(describe(resource, request.includeSynonyms(), context)));
        return Optional.of(answer);
    }

    private DescribeConfigsResult describe(DescribeConfigsResource resource, boolean synonyms, RequestContext context) {
        var result = new DescribeConfigsResult().setResourceType(resource.resourceType())
                .setResourceName(resource.resourceName());
        try {
            List<DescribeConfigsResourceResult> all = switch (ConfigResource.Type.forId(resource.resourceType())) {
                case TOPIC -> topic(resource.resourceName(), synonyms, context);
                case BROKER -> broker(resource.resourceName(), context);
                default -> throw new ErrorResponseException(Errors.INVALID_REQUEST,
                        "only topics and the broker have configurations");
            };
            List<String> wanted = resource.configurationKeys();
            return result.setConfigs(all.stream()
                    .filter(each -> wanted == null || wanted.isEmpty() || wanted.contains(each.name())).toList());
        } catch (RuntimeException e) {
            return result.setErrorCode(ErrorCodes.of(e).code()).setErrorMessage(ErrorCodes.message(e));
        }
    }

    private List<DescribeConfigsResourceResult> topic(String name, boolean synonyms, RequestContext context) {
        if (!context.isAuthorized(AclOperation.ADMIN, ResourceType.TOPIC, name)) {
            context.authorize(AclOperation.READ, ResourceType.TOPIC, name);
        }
        TopicConfig settings = broker.partition(name, 0).configuration();
        return settings.values().entrySet().stream().map(setting -> {
            byte source = source(settings, setting.getKey());
            var result = result(setting, source);
            return !synonyms
                    ? result
                    : result.setSynonyms(List.of(new DescribeConfigsSynonym().setName(setting.getKey())
                            .setValue(setting.getValue()).setSource(source)));
        }).toList();
    }

    private static DescribeConfigsResourceResult result(Map.Entry<String, String> setting, byte source) {
        return new DescribeConfigsResourceResult().setName(setting.getKey()).setValue(setting.getValue())
                .setConfigSource(source).setConfigType(type(setting.getValue()));
    }

    private List<DescribeConfigsResourceResult> broker(String name, RequestContext context) {
        if (!name.equals("" + LocalNode.ID)) {
            throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    "Unexpected broker id, expected " + LocalNode.ID + ", but received " + name);
        }
        context.authorize(AclOperation.ADMIN, ResourceType.BROKER, "");
        var settings = new TreeMap<String, String>();
        settings.put("broker.id", name);
        settings.put("num.partitions", "" + broker.settings().partitions());
        settings.put("auto.create.topics.enable", "" + broker.settings().autoCreate());
        settings.put("default.replication.factor", "1");
        settings.put("transactional.id.expiration.ms", "" + broker.settings().transactionalIdExpiration().toMillis());
        settings.put("producer.id.expiration.ms", "" + broker.settings().producerIdExpiration().toMillis());
        settings.put("connections.max.idle.ms", "" + context.settings().idle().toMillis());
        settings.put("socket.request.max.bytes", "" + context.settings().maxRequestBytes());
        return settings.entrySet().stream()
                .map(setting -> result(setting, ConfigSource.STATIC_BROKER_CONFIG.id()).setReadOnly(true)).toList();
    }

    static byte source(TopicConfig settings, String name) {
        return (settings.overrides().containsKey(name) ? ConfigSource.TOPIC_CONFIG : ConfigSource.DEFAULT_CONFIG).id();
    }

    private static byte type(String value) {
        if (value.equals("true") || value.equals("false")) {
            return ConfigType.BOOLEAN.id();
        }
        return (value.matches("-?\\d+")
                ? ConfigType.LONG
                : value.matches("\\d*\\.\\d+") ? ConfigType.DOUBLE : ConfigType.STRING).id();
    }
}
