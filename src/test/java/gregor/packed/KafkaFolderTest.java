package gregor.packed;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.file.FileLog;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.ListBatch;
import gregor.list.Origin;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folder of a log is Apache Kafka's own: its tool reads what we write, and we read what its broker writes.
class KafkaFolderTest {
    private static final FileSettings SMALL = FileSettings.defaults().withSegmentBytes(20_000).withIndexBytes(300)
            .with(FsyncPolicy.never()).with(new PackedFormat());

    @TempDir
    private Path temp;

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /// What Kafka's tool says about the files of a folder, on its two streams.
    private record Dump(String out, String err) {
        static synchronized Dump of(Path folder) throws IOException {
            String names = Stream.of(".log", ".index", ".timeindex").flatMap(suffix -> {
                try {
                    return files(folder, suffix).stream();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).map(Path::toString).collect(Collectors.joining(","));
            PrintStream out = System.out;
            PrintStream err = System.err;
            var said = new ByteArrayOutputStream();
            var complained = new ByteArrayOutputStream();
            try {
                System.setOut(new PrintStream(said));
                System.setErr(new PrintStream(complained));
                DumpLogSegments.main(new String[]{"--files", names, "--deep-iteration"});
            } finally {
                System.out.flush();
                System.err.flush();
                System.setOut(out);
                System.setErr(err);
            }
            return new Dump(said.toString(), complained.toString());
        }

        /// What it complains of. Version 4.3.1 does so of the first record of each segment, its own ones included:
        /// "-1 is followed by 4007".
        List<String> complaints() {
            return err.lines().filter(line -> !line.matches("Non-consecutive offsets in .*|  -1 is followed by \\d+"))
                    .toList();
        }

        long records() {
            return out.lines().filter(line -> line.startsWith("| offset: ")).count();
        }
    }

    private Path write() {
        Path folder = temp.resolve("orders-0");
        var random = new RandomBatches(88);
        try (FileLog log = FileLog.open(folder, SMALL)) {
            for (int i = 0; i < 150; i++) {
                Batch batch = random.next();
                var events = new ArrayList<Event>();
                batch.forEach(entry -> events.add(new Event(1_700_000_000_000L + log.end() * 10 + events.size(),
                        entry.event().key(), small(entry.event().value()), entry.event().headers())));
                Batch list = ListBatch.of(batch.origin(), events);
                log.append(i % 6 == 5 ? list : PackedBatch.of(list, Codec.values()[i % 5]));
            }
            log.deleteBefore(100);
        }
        return folder;
    }

    private static byte[] small(byte[] value) {
        return value == null || value.length < 2000 ? value : Arrays.copyOf(value, 2000);
    }

    @Test
    void kafkasOwnToolReadsOurFoldersWithoutAComplaint() throws IOException {
        Path folder = write();
        assertThat(files(folder, ".log")).hasSizeGreaterThan(5);
        assertThat(files(folder, ".index")).hasSizeGreaterThan(4);
        Dump dump = Dump.of(folder);
        assertThat(dump.complaints()).isEmpty();
        assertThat(dump.out()).contains("isvalid: true").doesNotContain("isvalid: false").contains("timestamp: ")
                .contains("position: ");
        try (FileLog log = FileLog.open(folder, SMALL)) {
            long base = Long.parseLong(files(folder, ".log").getFirst().getFileName().toString().substring(0, 20));
            assertThat(dump.records()).isEqualTo(log.end() - base);
        }
    }

    @Test
    void itReadsACompactedFolderTooAndMissesOnlyWhatHasLeft() throws IOException {
        Path folder = write();
        long events;
        try (FileLog log = FileLog.open(folder, SMALL)) {
            var survivors = new ArrayList<Batch>();
            for (Batch batch : log.read(log.start(), Integer.MAX_VALUE)) {
                List<Entry> stay = new ArrayList<>();
                batch.forEach(entry -> {
                    if (entry.offset() >= log.start() && entry.offset() % 3 != 0) {
                        stay.add(entry);
                    }
                });
                if (!stay.isEmpty()) {
                    survivors.add(new ListBatch(batch.origin(), stay));
                }
            }
            log.replace(log.end(), survivors);
            events = log.entries(log.start()).size();
        }
        assertThat(files(folder, ".log")).allMatch(file -> file.getFileName().toString().matches("\\d{20}\\.log"));
        Dump dump = Dump.of(folder);
        assertThat(dump.complaints().stream().filter(line -> !line.matches("  \\d+ is followed by \\d+"))).isEmpty();
        assertThat(dump.records()).isEqualTo(events);
    }

    @Test
    void aWrongIndexIsFoundByKafkasTool() throws IOException {
        Path folder = write();
        Path index = files(folder, ".index").get(1);
        byte[] bytes = Files.readAllBytes(index);
        bytes[3] ^= 1;
        Files.write(index, bytes);
        assertThat(Dump.of(folder).err()).contains("Mismatches in :" + index.toAbsolutePath());
    }

    @Test
    @SuppressWarnings("try")
    void aFolderThatKafkaWroteOpensHere() throws Exception {
        var nodes = new TestKitNodes.Builder().setCombined(true).setNumBrokerNodes(1).setNumControllerNodes(1).build();
        List<Entry> read;
        Path folder = temp.resolve("orders-0");
        try (var kafka = new KafkaClusterTestKit.Builder(nodes).setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1").build()) {
            kafka.format();
            kafka.startup();
            kafka.waitForReadyBrokers();
            try (Admin admin = kafka.admin()) {
                admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)
                        .configs(Map.of("segment.bytes", "1048576", "index.interval.bytes", "512")))).all().get();
            }
            send(kafka);
            read = read(kafka);
            copy(Path.of(kafka.brokers().get(0).config().logDirs().iterator().next().toString(), "orders-0"), folder);
        }
        try (FileLog log = FileLog.open(folder, SMALL)) {
            assertThat(log.entries(0)).isEqualTo(read);
            assertThat(log.repairs()).isEmpty();
            assertThat(log.end()).as("five codecs, 400 events each; six transactions, each with a marker")
                    .isEqualTo(5 * 400 + 6 * 11);
            assertThat(read).hasSize(5 * 400 + 6 * 10);
            var types = new ArrayList<ControlRecord.Type>();
            log.read(0, Integer.MAX_VALUE).forEach(
                    batch -> ControlRecord.of((PackedBatch) batch).ifPresent(marker -> types.add(marker.type())));
            assertThat(types).containsExactly(ControlRecord.Type.COMMIT, ControlRecord.Type.ABORT,
                    ControlRecord.Type.COMMIT, ControlRecord.Type.ABORT, ControlRecord.Type.COMMIT,
                    ControlRecord.Type.ABORT);
            Entry middle = read.get(1000);
            assertThat(log.offsetAt(Instant.ofEpochMilli(middle.event().timestamp()))).hasValue(middle.offset());
            assertThat(log.append(Event.of("and here it goes on"))).isEqualTo(read.getLast().offset() + 2);
        }
        assertThat(files(folder, ".log")).hasSizeGreaterThan(2);
        assertThat(Dump.of(folder).complaints()).isEmpty();
    }

    private static void send(KafkaClusterTestKit kafka) {
        long time = 1_700_000_000_000L;
        for (Codec codec : Codec.values()) {
            try (var producer = producer(kafka,
                    Map.of("compression.type", codec.name().toLowerCase(java.util.Locale.ROOT)))) {
                for (int i = 0; i < 400; i++) {
                    var record = new ProducerRecord<>("orders", 0, time++, ("key " + i % 7).getBytes(),
                            i % 50 == 49 ? null : new byte[i * 15]);
                    record.headers().add("codec", codec.name().getBytes());
                    producer.send(record);
                }
            }
        }
        try (var producer = producer(kafka, Map.of("transactional.id", "clerk"))) {
            producer.initTransactions();
            for (int i = 0; i < 6; i++) {
                producer.beginTransaction();
                for (int j = 0; j < 10; j++) {
                    producer.send(new ProducerRecord<>("orders", 0, time++, null, ("transaction " + i).getBytes()));
                }
                if (i % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.flush();
                    producer.abortTransaction();
                }
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaClusterTestKit kafka, Map<String, Object> more) {
        var settings = new java.util.HashMap<String, Object>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<Entry> read(KafkaClusterTestKit kafka) {
        var entries = new ArrayList<Entry>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition("orders", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(java.time.Duration.ofMillis(200)).forEach(record -> entries.add(entry(record)));
            }
        }
        return entries;
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        var headers = new ArrayList<Header>();
        record.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        return new Entry(record.offset(), new Event(record.timestamp(), record.key(), record.value(), headers));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from, "")) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
