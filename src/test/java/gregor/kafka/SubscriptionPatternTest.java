package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.kafka.Authorizer.AclOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Subscriptions to topics by regular expressions that the broker matches (KIP-848).
@Timeout(90)
class SubscriptionPatternTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    @TempDir
    private Path folder;
    private KafkaTestServer server;
    private RawClient client;
    private int epoch;

    @BeforeEach
    void open() throws IOException {
        server = new KafkaTestServer(BrokerSettings.inMemory(folder), settings -> settings.withAuthorizer(
                (principal, operation, type, name) -> operation != AclOperation.READ || !unreadable.contains(name)));
        List.of("orders-1", "orders-2", "my-orders-1", "bills").forEach(this::create);
        client = new RawClient(server.door);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private void create(String topic) {
        server.broker.createTopic(topic, 1, Map.of());
    }

    private static ConsumerGroupHeartbeatRequestData join(String regex) {
        return new ConsumerGroupHeartbeatRequestData().setGroupId("crew").setMemberId("m").setMemberEpoch(0)
                .setRebalanceTimeoutMs(10_000).setSubscribedTopicRegex(regex).setTopicPartitions(List.of());
    }

    private ConsumerGroupHeartbeatResponseData beat(ConsumerGroupHeartbeatRequestData request) throws IOException {
        var answer = (ConsumerGroupHeartbeatResponseData) client.ask(request, 1);
        epoch = answer.memberEpoch();
        return answer;
    }

    /// The topics of an assignment.
    private Set<String> topics(ConsumerGroupHeartbeatResponseData answer) {
        assertThat(Errors.forCode(answer.errorCode())).as(answer.errorMessage()).isEqualTo(Errors.NONE);
        return answer.assignment().topicPartitions().stream()
                .map(topic -> server.broker.topicNames().stream()
                        .filter(name -> LocalNode.uuid(server.broker.topicId(name)).equals(topic.topicId())).findFirst()
                        .orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Sends heartbeats until the assignment has changed.
    private Set<String> next() throws IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            var answer = beat(
                    new ConsumerGroupHeartbeatRequestData().setGroupId("crew").setMemberId("m").setMemberEpoch(epoch));
            assertThat(Errors.forCode(answer.errorCode())).as(answer.errorMessage()).isEqualTo(Errors.NONE);
            if (answer.assignment() != null) {
                return topics(answer);
            }
        }
        throw new AssertionError("the assignment has not changed");
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(server.settings("group.id", "clients", "group.protocol", "consumer"),
                new StringDeserializer(), new StringDeserializer());
    }

    private static void pollUntil(KafkaConsumer<String, String> consumer, String... topics) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Set<String> assigned = Set.of();
        while (!assigned.equals(Set.of(topics)) && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(50));
            assigned = consumer.assignment().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }
        assertThat(assigned).containsExactlyInAnyOrder(topics);
    }

    @Test
    void aConsumerReadsTheTopicsThatMatchAlsoLater() {
        try (var consumer = consumer()) {
            consumer.subscribe(new SubscriptionPattern("orders-\\d+"));
            pollUntil(consumer, "orders-1", "orders-2");
            create("orders-33");
            pollUntil(consumer, "orders-1", "orders-2", "orders-33");
            consumer.subscribe(new SubscriptionPattern("b.lls|my-.*"));
            pollUntil(consumer, "bills", "my-orders-1");
        }
    }

    @Test
    void topicsThatThePrincipalMayNotReadAreLeftOutUntilItMay() throws IOException {
        unreadable.add("orders-2");
        assertThat(topics(beat(join("orders-.*")))).containsExactly("orders-1");
        unreadable.clear();
        assertThat(next()).containsExactly("orders-1", "orders-2");
        unreadable.add("orders-1");
        assertThat(next()).containsExactly("orders-2");
        assertThat(topics(beat(join("orders-.*")))).as("joined again").containsExactly("orders-2");
    }

    @Test
    void topicsThatAreCreatedAndDeletedChangeTheAssignment() throws IOException {
        assertThat(topics(beat(join("orders-.*")))).containsExactly("orders-1", "orders-2");
        create("orders-3");
        assertThat(next()).containsExactly("orders-1", "orders-2", "orders-3");
        server.broker.deleteTopic("orders-1");
        assertThat(next()).containsExactly("orders-2", "orders-3");
    }

    @Test
    void namesAndAPatternAddUp() throws IOException {
        var joined = beat(join("orders-.*").setSubscribedTopicNames(List.of("bills")));
        assertThat(topics(joined)).containsExactly("bills", "orders-1", "orders-2");
        var described = (ConsumerGroupDescribeResponseData) client
                .ask(new ConsumerGroupDescribeRequestData().setGroupIds(List.of("crew")), 1);
        var member = described.groups().getFirst().members().getFirst();
        assertThat(member.subscribedTopicRegex()).isEqualTo("orders-.*");
        assertThat(member.subscribedTopicNames()).containsExactly("bills");
        var without = new ConsumerGroupHeartbeatRequestData().setGroupId("crew").setMemberId("m")
                .setMemberEpoch(joined.memberEpoch()).setSubscribedTopicRegex("");
        assertThat(topics(beat(without))).containsExactly("bills");
    }

    /// Broken, not of RE2, too long, and too large when its repetitions are written out.
    @ParameterizedTest
    @ValueSource(strings = {"[", "a++", "(?=a)", "\\", "x{1001}", "(((((a{10}){10}){10}){10}){10})", "(a{1000}){1000}"})
    void anInvalidExpressionIsRefused(String regex) throws IOException {
        var answer = beat(join(regex));
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INVALID_REGULAR_EXPRESSION);
        assertThat(answer.errorMessage())
                .startsWith("SubscribedTopicRegex `" + regex + "` is not a valid regular expression: ");
    }

    @Test
    void longOrExpensiveExpressionsAreRefused() throws IOException {
        assertThat(topics(beat(join("orders-1" + "|x".repeat(496))))).containsExactly("orders-1");
        assertThat(beat(join("x".repeat(1001))).errorMessage()).contains("the limit is 1000");
        for (int i = 0; i < 500; i++) {
            create(i + "x".repeat(240));
        }
        assertThat(beat(join("(x?x?x?){300}")).errorMessage()).contains("it would take too long");
        assertThat(topics(beat(join("orders-.*")))).hasSize(2);
    }

    @Test
    void aConsumerReportsAnInvalidExpression() {
        try (var consumer = consumer()) {
            consumer.subscribe(new SubscriptionPattern("["));
            assertThatThrownBy(() -> pollUntil(consumer, "none")).isInstanceOf(InvalidRegularExpression.class);
        }
    }
}
