package gregor.judge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which topics there are.
final class TopicStages {
    /// What the broker takes for the number of partitions that it likes.
    private static final int PARTITIONS = 2;

    private TopicStages() {}

    static List<Stage> all() {
        return List.of(
                new Stage("metadata", "Metadata names a broker that clients can connect to.",
                        "A client connects to the address that stands in this answer, and not to the one it asked. So it must be one that"
                        + " clients can reach.", TopicStages::metadata),
                new Stage("unknown-topic", "A topic that is not there has error 3, and is not made by asking.",
                        "This request says that topics are not to be made by it (allow_auto_topic_creation is false).",
                        TopicStages::unknown),
                new Stage("create-topic",
                        "A topic can be made; then Metadata shows its partitions, and who leads them.",
                        "An answer of CreateTopics may come before the topic can be used; Metadata may then say error 5 for a moment.",
                        TopicStages::create),
                new Stage("create-again", "A topic is made once.",
                        "Error 36 tells a client that somebody was faster.", TopicStages::again),
                new Stage("topic-names",
                        "Names that cannot be a folder's are refused, and so is a topic without partitions.",
                        "Letters, digits, '.', '_' and '-', at most 249; not '.' and not '..'. A name becomes part of a path.",
                        TopicStages::names),
                new Stage("topic-settings", "A setting must have a value that it can have.",
                        "cleanup.policy is delete, compact, or both. What a broker does not understand it must not accept.",
                        TopicStages::settings));
    }

    /// What comes last: it takes away what the others have made.
    static List<Stage> last() {
        return List.of(new Stage("delete-topic", "A topic can be deleted, and is gone then.",
                "Metadata must say error 3 for it, after a moment at most.", TopicStages::delete));
    }

    private static void metadata(Trial trial) throws IOException {
        Request asked = TopicCalls.metadata();
        TopicCalls.Cluster cluster = TopicCalls.cluster(trial.link().ask(asked));
        for (TopicCalls.Node node : cluster.nodes()) {
            if (node.host() == null || node.host().isEmpty() || node.host().equals("0.0.0.0")
                    || node.port() < 1 || node.port() > 65535) {
                throw Fault.of("an address that a client can connect to", node.host() + ":" + node.port(), asked);
            }
        }
    }

    private static void unknown(Trial trial) throws IOException {
        TopicCalls.topic(trial.link(), trial.named("nobody-made-this"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        TopicCalls.topic(trial.link(), trial.named("nobody-made-this"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private static void create(Trial trial) throws IOException {
        make(trial, trial.topic(), PARTITIONS, Map.of());
        TopicCalls.Topic topic = trial.patiently(() -> TopicCalls.topic(trial.link(), trial.topic(), ErrorCode.NONE));
        if (topic.partitions().size() != PARTITIONS) {
            throw Fault.of(PARTITIONS + " partitions", topic.partitions().toString(),
                    TopicCalls.metadata(trial.topic()));
        }
    }

    /// Makes a topic and waits until it has leaders.
    static void make(Trial trial, String name, int partitions, Map<String, String> configs) throws IOException {
        TopicCalls.create(trial.link(), name, partitions, configs, ErrorCode.NONE);
        trial.patiently(() -> {
            TopicCalls.Topic topic = TopicCalls.topic(trial.link(), name, ErrorCode.NONE);
            for (TopicCalls.Partition partition : topic.partitions()) {
                if (partition.error() != ErrorCode.NONE || partition.leader() < 0) {
                    throw Fault.of(ErrorCode.NONE, partition.error() == ErrorCode.NONE
                            ? ErrorCode.LEADER_NOT_AVAILABLE : partition.error(),
                            TopicCalls.metadata(name), null);
                }
            }
            return topic;
        });
    }

    private static void again(Trial trial) throws IOException {
        TopicCalls.create(trial.link(), trial.topic(), PARTITIONS, Map.of(), ErrorCode.TOPIC_ALREADY_EXISTS);
    }

    private static void names(Trial trial) throws IOException {
        for (String name : List.of("..", "a/b", "", "a b", "x".repeat(250))) {
            TopicCalls.create(trial.link(), name, 1, Map.of(), ErrorCode.INVALID_TOPIC_EXCEPTION);
        }
        TopicCalls.create(trial.link(), trial.named("none"), 0, Map.of(), ErrorCode.INVALID_PARTITIONS);
    }

    private static void settings(Trial trial) throws IOException {
        TopicCalls.create(trial.link(), trial.named("odd"), 1, Map.of("cleanup.policy", "burn"),
                ErrorCode.INVALID_CONFIG);
        TopicCalls.create(trial.link(), trial.named("odd"), 1, Map.of("retention.ms", "soon"),
                ErrorCode.INVALID_CONFIG);
    }

    private static void delete(Trial trial) throws IOException {
        TopicCalls.delete(trial.link(), Stream.concat(Stream.of(trial.topic()), CompactionStages.topics(trial).stream())
                .toArray(String[]::new));
        long deadline = System.nanoTime() + trial.timeout().toNanos();
        while (true) {
            try {
                TopicCalls.topic(trial.link(), trial.topic(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                return;
            } catch (Fault e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Trial.pause(50);
            }
        }
    }
}
