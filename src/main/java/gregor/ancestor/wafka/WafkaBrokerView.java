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

/// What one of Wafka's brokers holds: of each topic one partition at most. Broker 1 owns partition 0, broker 2
/// partition 1, and so on.
///
/// @param brokerId   counted from 1
/// @param partitions what it holds, by topic
public record WafkaBrokerView(int brokerId, SortedMap<String, Held> partitions) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// What a broker holds of a topic.
    ///
    /// @param messages   only the current message, or none
    /// @param nextOffset the offset that the next event will get
    public record Held(List<String> messages, long nextOffset) {
        static Held of(Log log) {
            var current = new Consumer("view", log).latest();
            return new Held(current.map(entry -> String.valueOf(entry.event().text())).stream().toList(), log.end());
        }
    }

    /// Looks at the topics with the eyes of a broker.
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

    /// Looks at the topics with the eyes of each broker: there are as many as the largest topic has partitions.
    public static List<WafkaBrokerView> all(Topics topics) {
        int brokers = topics.names().stream().mapToInt(name -> topics.topic(name).partitions()).max().orElse(0);
        return IntStream.rangeClosed(1, brokers).mapToObj(broker -> of(topics, broker)).toList();
    }

    /// Returns the object that Wafka keeps, as JSON.
    public String json() {
        return JSON.writeValueAsString(this);
    }
}
