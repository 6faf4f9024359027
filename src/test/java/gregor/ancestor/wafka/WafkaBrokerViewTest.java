package gregor.ancestor.wafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.deque.DequeLog;
import gregor.list.Event;
import gregor.topic.RoundRobinPartitioner;
import gregor.topic.Topic;
import gregor.topic.TopicProducer;
import gregor.topic.Topics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WafkaBrokerViewTest {
    private final Topics topics = new Topics(partition -> new DequeLog());

    @Test
    void aBrokerHoldsOnePartitionOfEachTopicAndShowsTheCurrentMessage() {
        var producer = new TopicProducer("P", topics.create("deliveries", 2), new RoundRobinPartitioner());
        for (int i = 0; i < 5; i++) {
            producer.send(Event.of("truck--ontime--australia-melbourne-" + i));
        }
        topics.create("shipping", 1);
        assertThat(WafkaBrokerView.all(topics)).extracting(WafkaBrokerView::json).map(new JsonMapper()::readTree)
                .containsExactly(new JsonMapper().readTree("""
                        {"broker_id": 1, "partitions": {
                          "deliveries": {"messages": ["truck--ontime--australia-melbourne-4"], "next_offset": 3},
                          "shipping": {"messages": [], "next_offset": 0}}}"""), new JsonMapper().readTree("""
                        {"broker_id": 2, "partitions": {
                          "deliveries": {"messages": ["truck--ontime--australia-melbourne-3"], "next_offset": 2}}}"""));
    }

    @Test
    void theViewIsOfTheLiveState() {
        Topic topic = topics.create("deliveries", 1);
        topic.partition(0).append(Event.of("a"));
        topic.partition(0).append(Event.of("\"b\"\n"));
        topic.partition(0).deleteBefore(2);
        assertThat(WafkaBrokerView.of(topics, 1).partitions().get("deliveries"))
                .hasToString("Held[messages=[], nextOffset=2]");
        assertThat(WafkaBrokerView.of(topics, 2).partitions()).isEmpty();
    }
}
