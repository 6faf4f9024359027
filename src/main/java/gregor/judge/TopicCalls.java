package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/// Requests about topics.
final class TopicCalls {
    private static final int TIMEOUT_MILLIS = 5000;

    private TopicCalls() {}

    /// A Metadata request that creates no topic.
    static MetadataRequestData metadataRequest(String... names) {
        return new MetadataRequestData().setAllowAutoTopicCreation(false)
                .setTopics(Stream.of(names).map(name -> new MetadataRequestTopic().setName(name)).toList());
    }

    static TracedMessage metadata(MessageExchange broker, String... names) throws IOException {
        var response = broker.exchange(metadataRequest(names));
        response.check((int) response.value("brokers") > 0, "at least one broker", "brokers");
        return response;
    }

    static MetadataResponseTopic topic(MessageExchange broker, String name, Errors expected) throws IOException {
        return topic(metadata(broker, name), name, expected);
    }

    static MetadataResponseTopic topic(TracedMessage response, String name, Errors expected) {
        response.expectOne("topics", "name", name);
        response.expectError(expected, "topics[0].error_code");
        return response.data(MetadataResponseData.class).topics().iterator().next();
    }

    static void create(MessageExchange broker, String name, int partitions, Map<String, String> configs,
            Errors expected) throws IOException {
        var settings = new CreatableTopicConfigCollection();
        configs.forEach((key, value) -> settings.add(new CreatableTopicConfig().setName(key).setValue(value)));
        var topic = new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) 1)
                .setConfigs(settings);
        var response = broker.exchange(new CreateTopicsRequestData().setTimeoutMs(TIMEOUT_MILLIS)
                .setTopics(new CreatableTopicCollection(List.of(topic).iterator())));
        response.expectOne("topics", "name", name);
        response.expectError(expected, "topics[0].error_code");
        if (expected == Errors.NONE) {
            response.expect(partitions, "topics[0].num_partitions");
        }
    }

    static void delete(MessageExchange broker, List<String> names) throws IOException {
        var response = broker.exchange(new DeleteTopicsRequestData().setTopicNames(names).setTimeoutMs(TIMEOUT_MILLIS));
        for (int i = 0; i < (int) response.value("responses"); i++) {
            String path = "responses[" + i + "].error_code";
            short error = (short) response.value(path);
            response.check(error == Errors.NONE.code() || error == Errors.UNKNOWN_TOPIC_OR_PARTITION.code(),
                    "error code 0, or 3 for an unknown topic", StageFailure.name(error), path);
        }
    }
}
