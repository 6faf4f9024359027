package gregor.kafka;

import module java.base;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Subscribes by patterns that the broker matches, while topics are created; returns the assignments, a line
/// each.
final class PatternScenario {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String address;
    private final List<String> seen = new ArrayList<>();

    PatternScenario(String address) {
        this.address = address;
    }

    List<String> run() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address));
                var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", address, "group.id", "patterns",
                        "group.protocol", "consumer", "auto.offset.reset", "earliest"), new StringDeserializer(),
                        new StringDeserializer())) {
            create(admin, "pattern-1");
            create(admin, "pattern-22");
            create(admin, "a-pattern-1");
            subscribe(consumer, "pattern-\\d+", 2);
            subscribe(consumer, "pattern-\\d", 1);
            subscribe(consumer, "(?i)PATTERN-.|a-.*", 2);
            create(admin, "pattern-3");
            until(consumer, 3);
            subscribe(consumer, "__consumer_offs.*|pattern-3", 2);
            refused(consumer, "(?=a)");
        }
        return seen;
    }

    private static void create(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private void subscribe(KafkaConsumer<?, ?> consumer, String pattern, int topics) {
        consumer.subscribe(new SubscriptionPattern(pattern));
        until(consumer, topics);
    }

    private void until(KafkaConsumer<?, ?> consumer, int topics) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        do {
            consumer.poll(Duration.ofMillis(50));
        } while (consumer.assignment().size() != topics && System.nanoTime() < deadline);
        seen.add("assigned " + new TreeSet<>(consumer.assignment().stream().map(TopicPartition::topic).toList()));
    }

    private void refused(KafkaConsumer<?, ?> consumer, String pattern) {
        try {
            consumer.subscribe(new SubscriptionPattern(pattern));
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100));
            }
            seen.add("accepted " + pattern);
        } catch (RuntimeException e) {
            seen.add(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
