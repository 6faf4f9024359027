package gregor.ancestor.wafka;

import gregor.list.Consumer;
import gregor.list.Log;
import gregor.topic.Topic;
import gregor.topic.Topics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What one of Wafka's brokers holds: at most one partition of each topic. Broker 1 owns partition 0, broker 2 owns
/// partition 1, and so on.
///
/// @param brokerId   counted from 1
/// @param partitions its partitions, by topic
public record WafkaBrokerView(int brokerId, SortedMap<String, Held> partitions) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// A broker's partition of a topic.
    ///
    /// @param messages   the current message only, or none
    /// @param nextOffset the offset of the next event
    public record Held(List<String> messages, long nextOffset) {
        static Held of(Log log) {
            var current = new Consumer("view", log).latest();
            return new Held(current.map(entry -> String.valueOf(entry.event().text())).stream().toList(), log.end());
        }
    }

    /// Returns the view of one broker.
    public static WafkaBrokerView of(Topics topics, int brokerId) {
        var held = new TreeMap<String, Held>();
        for (String name : topics.names()) {
            Topic topic = topics.topic(name);
            if (1 <= brokerId && brokerId <= topic.partitions()) {
                held.put(name, Held.of(topic.partition(brokerId - 1)));
            }
        }
        return new WafkaBrokerView(brokerId, held);
    }

    /// Returns the view of each broker. There are as many brokers as the largest topic has partitions.
    public static List<WafkaBrokerView> all(Topics topics) {
        int brokers = topics.names().stream().mapToInt(name -> topics.topic(name).partitions()).max().orElse(0);
        return IntStream.rangeClosed(1, brokers).mapToObj(broker -> of(topics, broker)).toList();
    }

    /// Returns the JSON of Wafka's broker object.
    public String json() {
        return JSON.writeValueAsString(this);
    }
}
