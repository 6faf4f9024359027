package gregor.judge;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Requests about topics.
final class TopicCalls {
    private static final UUID NO_ID = new UUID(0, 0);

    private TopicCalls() {}

    /// A topic, as Metadata describes it.
    record Topic(int error, String name, UUID id, List<Partition> partitions) {}

    /// One of its partitions.
    record Partition(int error, int index, int leader) {}

    /// A broker of the cluster, as Metadata names it.
    record Node(int id, String host, int port) {}

    /// What Metadata says.
    record Cluster(List<Node> nodes, List<Topic> topics) {}

    static Request metadata(String... names) {
        return Request.of(Api.METADATA).array(List.of(names), (request, name) -> request.uuid(NO_ID).text(name).end())
                .bool(false).bool(false).end();
    }

    /// Asks for the brokers and some topics.
    static Cluster cluster(Link link, String... names) throws IOException {
        return cluster(link.ask(metadata(names)));
    }

    static Cluster cluster(Response response) {
        response.int32("throttle time");
        List<Node> nodes = response.array("brokers", () -> {
            var node = new Node(response.int32("node id"), response.text("host"), response.int32("port"));
            response.text("rack");
            response.end();
            return node;
        });
        response.must(!nodes.isEmpty(), "one broker at least", "none");
        response.text("cluster id");
        response.int32("controller id");
        List<Topic> topics = response.array("topics", () -> topic(response));
        response.close();
        return new Cluster(nodes, topics);
    }

    private static Topic topic(Response response) {
        int error = response.int16("error code");
        String name = response.text("topic");
        UUID id = response.uuid("topic id");
        response.bool("is internal");
        List<Partition> partitions = response.array("partitions", () -> {
            var partition = new Partition(response.int16("error code"), response.int32("partition"),
                    response.int32("leader"));
            response.int32("leader epoch");
            for (String nodes : List.of("replicas", "in-sync replicas", "offline replicas")) {
                response.array(nodes, () -> response.int32("node id"));
            }
            response.end();
            return partition;
        });
        response.int32("authorized operations");
        response.end();
        return new Topic(error, name, id, partitions);
    }

    /// Asks for one topic.
    ///
    /// @param expected the error code that it must have
    static Topic topic(Link link, String name, int expected) throws IOException {
        Request asked = metadata(name);
        List<Topic> topics = cluster(link.ask(asked)).topics();
        if (topics.size() != 1 || !name.equals(topics.getFirst().name())) {
            throw Fault.of("one topic, " + name, topics.toString(), asked);
        }
        if (topics.getFirst().error() != expected) {
            throw Fault.of(expected, topics.getFirst().error(), asked, null);
        }
        return topics.getFirst();
    }

    /// Creates a topic.
    ///
    /// @param expected the error code that the answer must have
    static void create(Link link, String name, int partitions, Map<String, String> configs, int expected)
            throws IOException {
        Response response = link.ask(Request.of(Api.CREATE_TOPICS)
                .array(Set.of(name), (request, topic) -> request.text(topic)
                .int32(partitions).int16(1).array(Set.<Integer>of(), Request::int32)
                .array(configs.entrySet(), (entry, config) -> entry.text(config.getKey()).text(config.getValue()).end())
                .end())
                .int32(5000).bool(false).end());
        response.int32("throttle time");
        List<String> names = response.array("topics", () -> {
            String topic = response.text("topic");
            response.error(expected);
            response.text("error message");
            int count = response.int32("partitions");
            response.must(expected != ErrorCode.NONE || count == partitions || partitions == -1,
                    partitions + " partitions", count);
            response.int16("replication factor");
            response.array("configs", () -> {
                String config = response.text("config");
                response.text("value");
                response.bool("is read only");
                response.int8("config source");
                response.bool("is sensitive");
                response.end();
                return config;
            });
            response.end();
            return topic;
        });
        response.must(names.equals(List.of(name)), "an answer about " + name + " alone", names);
        response.close();
    }

    /// Deletes topics. What is not there, or not to be had, is none of the judge's business.
    static void delete(Link link, String... names) throws IOException {
        Response response = link.ask(Request.of(Api.DELETE_TOPICS).array(List.of(names), Request::text)
                .int32(5000).end());
        response.int32("throttle time");
        response.array("topics", () -> {
            String name = response.text("topic");
            int error = response.int16("error code");
            response.must(error == ErrorCode.NONE || error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "error code 0, or 3 for a topic that is not there", ErrorCode.show(error));
            response.end();
            return name;
        });
        response.close();
    }
}
