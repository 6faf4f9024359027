package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/// Stages about topics: Metadata, creation, names, configuration, deletion.
final class TopicStages {
    /// The last stage of all, which deletes the topics of the others.
    static final Stage LAST = new Stage("delete-topic", "A topic can be deleted, and then no longer exists.",
            "Metadata must report error 3 for it, after a moment at most.", TopicStages::delete);
    private static final int PARTITIONS = 2;

    private TopicStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("metadata", "Metadata names a broker that clients can connect to.",
                        "A client connects to the address in this response, not to the one it was configured with. So"
                                + " it must be an address that clients can reach (advertised.listeners).",
                        TopicStages::metadata),
                new Stage("unknown-topic", "An unknown topic gets error 3, and Metadata does not create it.",
                        "This request does not allow it (allow_auto_topic_creation is false).", TopicStages::unknown),
                new Stage("create-topic",
                        "A topic can be created; Metadata then shows its partitions and their leaders.",
                        "CreateTopics may respond before the topic can be used; Metadata may then report error 5 for"
                                + " a moment.",
                        TopicStages::create),
                new Stage("create-again", "A topic is created once.",
                        "Error 36 tells a client that the topic exists already.", TopicStages::again),
                new Stage("topic-names",
                        "Names that cannot be a folder's are rejected, and so is a topic without partitions.",
                        "Letters, digits, '.', '_' and '-', at most 249; not '.' and not '..'. A name becomes part of"
                                + " a path.",
                        TopicStages::names),
                new Stage("topic-settings", "A topic with an invalid configuration value is rejected.",
                        "cleanup.policy is delete, compact, or both. A broker must not accept a value that it does not"
                                + " understand.",
                        TopicStages::settings));
    }

    private static void metadata(StageContext context) throws IOException {
        var response = TopicCalls.metadata(context.broker());
        for (MetadataResponseBroker node : response.data(MetadataResponseData.class).brokers()) {
            if (node.host().isEmpty() || node.host().equals("0.0.0.0") || node.port() < 1 || node.port() > 65535) {
                throw response.failure("an address that a client can connect to", node.host() + ":" + node.port());
            }
        }
    }

    private static void unknown(StageContext context) throws IOException {
        for (int i = 0; i < 2; i++) {
            TopicCalls.topic(context.broker(), context.named("never-created"), Errors.UNKNOWN_TOPIC_OR_PARTITION);
        }
    }

    private static void create(StageContext context) throws IOException {
        create(context, context.topic(), PARTITIONS, Map.of());
        context.retryWhileNotReady(() -> {
            var response = TopicCalls.metadata(context.broker(), context.topic());
            TopicCalls.topic(response, context.topic(), Errors.NONE);
            response.expect(PARTITIONS, "topics[0].partitions");
            return response;
        });
    }

    /// Creates a topic and waits until its partitions have leaders.
    static void create(StageContext context, String name, int partitions, Map<String, String> configs)
            throws IOException {
        TopicCalls.create(context.broker(), name, partitions, configs, Errors.NONE);
        context.retryWhileNotReady(() -> checkLeaders(TopicCalls.metadata(context.broker(), name), name));
    }

    private static MetadataResponseTopic checkLeaders(TracedMessage response, String name) {
        MetadataResponseTopic topic = TopicCalls.topic(response, name, Errors.NONE);
        for (int i = 0; i < topic.partitions().size(); i++) {
            String path = "topics[0].partitions[" + i + "].";
            response.expectError(Errors.NONE, path + "error_code");
            if (topic.partitions().get(i).leaderId() < 0) {
                throw response.failure(Errors.LEADER_NOT_AVAILABLE, path + "leader_id");
            }
        }
        return topic;
    }

    private static void again(StageContext context) throws IOException {
        TopicCalls.create(context.broker(), context.topic(), PARTITIONS, Map.of(), Errors.TOPIC_ALREADY_EXISTS);
    }

    private static void names(StageContext context) throws IOException {
        for (String name : List.of("..", "a/b", "", "a b", "x".repeat(250))) {
            TopicCalls.create(context.broker(), name, 1, Map.of(), Errors.INVALID_TOPIC_EXCEPTION);
        }
        TopicCalls.create(context.broker(), context.named("none"), 0, Map.of(), Errors.INVALID_PARTITIONS);
    }

    private static void settings(StageContext context) throws IOException {
        for (var invalid : Map.of("cleanup.policy", "burn", "retention.ms", "soon").entrySet()) {
            TopicCalls.create(context.broker(), context.named("odd"), 1, Map.ofEntries(invalid), Errors.INVALID_CONFIG);
        }
    }

    private static void delete(StageContext context) throws IOException {
        TopicCalls.delete(context.broker(),
                Stream.concat(Stream.of(context.topic()), CompactionStages.topics(context).stream()).toList());
        context.retryWhile(failure -> true,
                () -> TopicCalls.topic(context.broker(), context.topic(), Errors.UNKNOWN_TOPIC_OR_PARTITION));
    }
}
