package gregor.kafka;

import gregor.broker.Broker;
import gregor.kafka.Access.Kind;
import gregor.kafka.Access.Right;
import gregor.topic.InvalidTopicException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;

/// Whose settings can be changed.
final class ConfigChange {
    private ConfigChange() {}

    /// Refuses what nobody can change, or not who asks.
    static void check(Broker broker, byte type, String name, Call call) {
        switch (ConfigResource.Type.forId(type)) {
            case TOPIC -> checkTopic(broker, name, call);
            case BROKER -> throw new Refused(Errors.INVALID_CONFIG,
                    "the broker's own settings are those that it was started with");
            default -> throw new Refused(Errors.INVALID_REQUEST, "only topics and the broker have settings here");
        }
    }

    private static void checkTopic(Broker broker, String name, Call call) {
        if (!call.may(Right.ADMIN, Kind.TOPIC, name)) {
            throw new Refused(Errors.TOPIC_AUTHORIZATION_FAILED,
                    call.connection().principal() + " may not change " + name);
        }
        if (broker.partitions(name) == 0) {
            throw new Refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + name);
        }
        if (Broker.isOwn(name)) {
            throw new InvalidTopicException(name + " is the broker's own");
        }
    }
}
