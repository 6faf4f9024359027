package gregor.kafka.admin;

import gregor.broker.Broker;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import gregor.kafka.ErrorResponseException;
import gregor.kafka.RequestContext;
import gregor.topic.InvalidTopicException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/// Whose settings can be changed.
final class ConfigChange {
    private ConfigChange() {}

    /// Refuses what nobody can change, or not who asks.
    static void check(Broker broker, byte type, String name, RequestContext call) {
        switch (ConfigResource.Type.forId(type)) {
            case TOPIC -> checkTopic(broker, name, call);
            case BROKER -> throw new ErrorResponseException(Errors.INVALID_CONFIG,
                    "the broker's own settings are those that it was started with");
            default -> throw new ErrorResponseException(Errors.INVALID_REQUEST, "only topics and the broker have settings here");
        }
    }

    private static void checkTopic(Broker broker, String name, RequestContext call) {
        if (!call.isAuthorized(AclOperation.ADMIN, ResourceType.TOPIC, name)) {
            throw new ErrorResponseException(Errors.TOPIC_AUTHORIZATION_FAILED,
                    call.connection().principal() + " may not change " + name);
        }
        if (broker.partitions(name) == 0) {
            throw new ErrorResponseException(Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + name);
        }
        if (Broker.isInternal(name)) {
            throw new InvalidTopicException(name + " is the broker's own");
        }
    }
}
