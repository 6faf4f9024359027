package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalNodeTest {
    @TempDir
    private Path folder;

    /// A request may name 100,000 of them: with a stack trace and a list of all topics for each, it took seconds.
    @ParameterizedTest
    @CsvSource({"words,-1", "words,2", "other,0"})
    void aPartitionThatDoesNotExistCostsLittle(String topic, int number) {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(folder))) {
            broker.createTopic("words", 2, Map.of());
            Throwable error = catchThrowable(() -> LocalNode.partition(broker, topic, number));
            assertThat(error).isInstanceOf(ErrorResponseException.class)
                    .hasMessage(topic + "-" + number + " does not exist");
            assertThat(error.getStackTrace()).isEmpty();
        }
    }
}
