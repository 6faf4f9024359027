package gregor.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On a data folder that no other process uses.
class EmbeddedClientTest extends BrokerClientContract {
    private BrokerClient client;

    @BeforeEach
    void open() {
        client = new EmbeddedClient(BrokerSettings.in(folder).with(new PackedFormat()));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    BrokerClient client() {
        return client;
    }

    @Test
    void aGapStaysAGap() {
        client.create("words", 1, Map.of());
        var offsets = new ArrayList<Long>();
        client.append(new TopicPartition("words", 0), gap(), offsets::add);
        assertThat(offsets).isEqualTo(List.of(0L, 2L));
    }
}
