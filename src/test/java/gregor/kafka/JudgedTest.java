package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.judge.Judge;
import gregor.judge.Verdict;
import gregor.packed.PackedFormat;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own broker in front of our own judge.
class JudgedTest {
    @TempDir
    private Path folder;

    private void mustPass(BrokerSettings settings) {
        try (var house = new House(settings)) {
            house.broker.start(Duration.ofMillis(100));
            assertThat(new Judge().look(house.door.address(), Duration.ofSeconds(10), true, verdict -> {}).stream()
                    .filter(verdict -> verdict.state() != Verdict.State.PASSED)).isEmpty();
            assertThat(house.broker.topicNames()).as("it has tidied up").noneMatch(name -> name.startsWith("judge-"));
        }
    }

    @Test
    void inFilesItPassesAllStages() {
        mustPass(BrokerSettings.in(folder).with(new PackedFormat()));
    }

    @Test
    void inMemoryItPassesAllStages() {
        mustPass(BrokerSettings.inMemory(folder));
    }
}
