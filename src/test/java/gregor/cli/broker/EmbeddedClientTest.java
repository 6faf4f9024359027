package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
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
        client.append(new TopicPartition("words", 0), gap(), (place, offset) -> offsets.add(offset));
        assertThat(offsets).isEqualTo(List.of(0L, 2L));
    }

    /// A folder on a read-only disk cannot be locked.
    @Test
    void aFolderThatCannotBeWrittenIsReadAsACopy() throws IOException {
        client.create("words", 1, Map.of());
        client.append(new TopicPartition("words", 0), ListBatch.of(Origin.UNKNOWN, List.of(Event.of("one"))),
                (place, offset) -> {});
        client.reset("g", Map.of(new TopicPartition("words", 0), 1L));
        client.close();
        Map<Path, String> before = files();
        try (var reading = EmbeddedClient.reading(BrokerSettings.in(folder))) {
            assertThat(reading.read(new TopicPartition("words", 0), 0).entries()).hasSize(1);
            assertThat(reading.committed("g")).containsValue(1L);
            assertThat(reading.place()).endsWith(folder.toString());
        }
        assertThat(files()).isEqualTo(before);
    }

    private Map<Path, String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toMap(file -> file, file -> {
                try {
                    return Files.getLastModifiedTime(file) + " " + Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }
}
