package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import gregor.topic.TopicPartition;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Through the door of a running broker.
class KafkaClientTest extends BrokerClientContract {
    private RunningBroker running;
    private BrokerClient client;

    @BeforeEach
    void open() {
        running = new RunningBroker(folder);
        client = new KafkaClient(running.address(), Map.of());
    }

    @AfterEach
    void close() {
        client.close();
        running.close();
    }

    @Override
    BrokerClient client() {
        return client;
    }

    @Test
    void aFailureOfKafkasClientsBecomesAMessageWithAWayOn() {
        for (KafkaException failure : List.of(new TimeoutException("Call(callName=createTopics, deadlineMs=1)"),
                new DisconnectException("Call(callName=createTopics, deadlineMs=1)"),
                new RecordTooLargeException("Call(callName=createTopics, deadlineMs=1)"),
                new UnknownTopicOrPartitionException("Call(callName=createTopics, deadlineMs=1)"))) {
            assertThatThrownBy(() -> KafkaTypes.get(CompletableFuture.failedFuture(failure)))
                    .isInstanceOf(CommandException.class).message().doesNotContain("Call(").contains("; ");
        }
    }

    @Test
    void aGapIsRefusedAndNothingIsWritten() {
        client.create("words", 1, Map.of());
        var words = new TopicPartition("words", 0);
        assertThatThrownBy(() -> client.append(words, gap(), offset -> {}))
                .hasMessageContaining("offset 1 is " + "missing");
        client.flush();
        assertThat(client.read(words, 0).entries()).isEmpty();
    }
}
