package gregor.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.archive.Archive;
import gregor.group.CommittedOffset;
import gregor.kafka.security.UserFile;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder that version 0.1 wrote (its command line, and twelve seconds of its broker) opens unchanged.
class RecordedFolderTest {
    private static final InstantSource RECORDED = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @TempDir
    private Path folder;
    private Broker broker;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream bytes = RecordedFolderTest.class.getResourceAsStream("data-0.1.zip");
                var zip = new ZipInputStream(bytes)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        broker = Broker.open(BrokerSettings.in(folder).with(RECORDED));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private List<String> texts(String topic, int partition) {
        var texts = new ArrayList<String>();
        Partition log = broker.partition(topic, partition);
        for (long next = log.start(); next < log.end();) {
            for (Batch batch : log.read(next, 1 << 20)) {
                for (Entry entry : batch) {
                    texts.add(
                            entry.offset() + ":" + Utf8.show(entry.event().key()) + "=" + entry.event().text().strip());
                }
                next = batch.lastOffset() + 1;
            }
        }
        return texts;
    }

    @Test
    void everyTopicAndEventIsRead() {
        assertThat(broker.troubles()).isEmpty();
        assertThat(broker.topicNames()).contains("addresses", "old", "orders");
        assertThat(texts("orders", 0)).containsExactly("0:key1=value 1", "1:key0=value 3", "2:key1=value 4",
                "3:key0=value 6", "4:key1=value 7", "5:key0=value 9", "6:key1=value 10");
        assertThat(texts("orders", 1)).containsExactly("0:key2=value 2", "1:key2=value 5", "2:key2=value 8");
    }

    @Test
    void whatCompactionAndRetentionLeftIsRead() {
        assertThat(texts("addresses", 0)).hasSize(13).first().asString().startsWith("27:key1=value 28");
        assertThat(texts("old", 0)).hasSize(20).first().asString().startsWith("20:key0=value 21");
        assertThat(broker.describe("old").configuration().toString()).contains("csv");
    }

    @Test
    void committedOffsetsAreKept() {
        assertThat(broker.groups().committedOffsets("billing").get(new TopicPartition("orders", 0)))
                .extracting(CommittedOffset::offset).isEqualTo(7L);
    }

    @Test
    void theArchiveIsRead() {
        assertThat(Archive.at(folder.resolve("archive")).topics()).containsExactly("old");
        assertThat(folder.resolve("archive/old/0.csv")).content().contains("value 20 xxx").doesNotContain("value 21 ");
    }

    @Test
    void usersLogInWithTheirOldPasswords() {
        assertThat(UserFile.in(folder.resolve("users")).names()).containsExactly("ann");
    }

    @Test
    void appendingGoesOnBehindTheOldEvents() {
        var partition = new TopicPartition("orders", 1);
        assertThat(broker.append(partition, ListBatch.of(Event.of("new")))).isEqualTo(3);
    }
}
