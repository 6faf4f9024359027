package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.judge.Judge;
import gregor.judge.StageResult;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker passes all stages of the judge.
class JudgedTest {
    @TempDir
    private Path folder;

    private void mustPass(BrokerSettings settings) {
        try (var server = new KafkaTestServer(settings)) {
            server.broker.start(Duration.ofMillis(100));
            assertThat(new Judge().check(server.door.address(), Duration.ofSeconds(10), true, result -> {}).stream()
                    .filter(result -> result.state() != StageResult.State.PASSED)).isEmpty();
            assertThat(server.broker.topicNames()).as("the judge deletes its topics")
                    .noneMatch(name -> name.startsWith("judge-"));
        }
    }

    @Test
    void passesAllStagesInFiles() {
        mustPass(BrokerSettings.in(folder).with(new PackedFormat()));
    }

    @Test
    void passesAllStagesInMemory() {
        mustPass(BrokerSettings.inMemory(folder));
    }
}
