package gregor.broker;

/// A topic takes no new events because it has moved to another cluster; nothing was appended. Kafka: `POLICY_VIOLATION`.
public final class TopicMovedException extends BrokerException {
    public TopicMovedException(String topic, String address) {
        super("topic " + topic + " has moved to " + address + " and takes no new events here; send them there");
    }
}
