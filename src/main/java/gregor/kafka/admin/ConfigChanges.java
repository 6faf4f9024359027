package gregor.kafka.admin;

import module java.base;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorCodes;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.topic.InvalidTopicException;
import gregor.topic.TopicConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiError;

/// Changes configurations of topics, for [AlterConfigsApi] and [IncrementalAlterConfigsApi]. With `validateOnly`, a
/// change is checked and not made.
record ConfigChanges(Broker broker) {
    /// @param type   the id of a [ConfigResource.Type]
    /// @param change receives the name of the topic if the principal may change it
    ApiError change(byte type, String name, RequestContext context, Consumer<String> change) {
        return ErrorCodes.error(() -> {
            check(ConfigResource.Type.forId(type), name, context);
            change.accept(name);
        });
    }

    private void check(ConfigResource.Type type, String name, RequestContext context) {
        switch (type) {
            case TOPIC -> checkTopic(name, context);
            case BROKER -> throw new ErrorResponseException(Errors.INVALID_CONFIG,
                    "the broker's configuration cannot change while it runs; restart it with other options");
            default -> throw new ErrorResponseException(Errors.INVALID_REQUEST,
                    type + " has no configuration; only topics have one that can change");
        }
    }

    private void checkTopic(String name, RequestContext context) {
        context.authorize(AclOperation.ADMIN, ResourceType.TOPIC, name);
        if (broker.partitions(name) == 0) {
            throw new ErrorResponseException(Errors.UNKNOWN_TOPIC_OR_PARTITION, "topic " + name + " does not exist");
        }
        if (Broker.isInternal(name)) {
            throw new InvalidTopicException(name + " is internal; its configuration cannot change");
        }
    }

    TopicConfig current(String topic) {
        return broker.partition(topic, 0).configuration();
    }

    void replace(String topic, Map<String, String> settings, boolean validateOnly) {
        if (validateOnly) {
            broker.checkSettings(topic, before -> before.reset(settings));
        } else {
            broker.resetTopic(topic, settings);
        }
    }

    /// Changes some settings of a topic; null gives a setting its default.
    void update(String topic, Map<String, String> changes, boolean validateOnly) {
        if (validateOnly) {
            broker.checkSettings(topic, before -> before.with(changes));
        } else {
            broker.alterTopic(topic, changes);
        }
    }
}
