package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.mirror.MirrorMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// MirrorMaker 2, in a process of its own, copies a topic with its ACLs and committed offsets from one broker of ours to
/// another one.
@Timeout(180)
class MirrorMakerTest {
    private static final int RECORDS = 3_000;
    private static final String GROUP = "billing";
    private static final Map<String, String> LOGIN = Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism",
            "SCRAM-SHA-256", "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"root\""
                    + " password=\"root-secret\";");

    @TempDir
    private Path folder;

    private UserFile users(String cluster) {
        UserFile users = UserFile.in(folder.resolve(cluster + "-users"));
        List.of("alice", "root").forEach(user -> users.add(user, user + "-secret"));
        Stream.of("root all topic *", "root all group *", "root all broker").map(AclEntry::parse).forEach(users::allow);
        return users;
    }

    private KafkaTestServer server(String cluster, UserFile users) {
        return new KafkaTestServer(BrokerSettings.in(folder.resolve(cluster)), settings -> settings.withUsers(users));
    }

    private static Object[] login() {
        return LOGIN.entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())).toArray();
    }

    private Process mirror(KafkaTestServer source, KafkaTestServer target) throws Exception {
        var settings = new Properties();
        settings.putAll(Map.of("clusters", "a, b", "a->b.enabled", "true", "a->b.topics", "orders", "b->a.enabled",
                "false", "a.bootstrap.servers", source.address(), "b.bootstrap.servers", target.address(),
                "sync.group.offsets.enabled", "true", "replication.factor", "1"));
        for (String topic : List.of("checkpoints.topic", "heartbeats.topic", "offset-syncs.topic", "offset.storage",
                "status.storage", "config.storage")) {
            settings.put(topic + ".replication.factor", "1");
        }
        for (String interval : List.of("refresh.topics", "refresh.groups", "sync.topic.acls", "sync.topic.configs",
                "sync.group.offsets", "emit.checkpoints", "emit.heartbeats")) {
            settings.put(interval + ".interval.seconds", "1");
        }
        settings.put("offset.lag.max", "0");
        LOGIN.forEach((key, value) -> List.of("a.", "b.").forEach(cluster -> settings.put(cluster + key, value)));
        Path file = folder.resolve("mirror.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                MirrorMaker.class.getName(), file.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("mirror.log").toFile()).start();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aTopicIsMirroredWithItsAclsAndCommittedOffsets() throws Exception {
        UserFile from = users("a");
        UserFile to = users("b");
        from.allow(AclEntry.parse("alice read topic orders"));
        try (KafkaTestServer source = server("a", from); KafkaTestServer target = server("b", to)) {
            List<String> values = IntStream.range(0, RECORDS).mapToObj(number -> "order " + number).toList();
            Admin admin = source.closeLater(Admin.create(source.settings(login())));
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1).configs(Map.of("retention.ms", "-1"))))
                    .all().get();
            var producer = source.producer(login());
            values.forEach(value -> producer.send(new ProducerRecord<>("orders", "key", value)));
            producer.flush();
            var reader = source.consumer(Stream.concat(Stream.of("group.id", GROUP), Stream.of(login())).toArray());
            reader.subscribe(List.of("orders"));
            assertThat(KafkaTestServer.poll(reader, RECORDS)).hasSize(RECORDS);
            reader.commitSync();
            reader.close();

            Process mirror = mirror(source, target);
            try (Admin mirrored = Admin.create(target.settings(login()))) {
                var partition = new TopicPartition("a.orders", 0);
                await("the topic is mirrored", () -> mirrored.listTopics().names().get().contains("a.orders"));
                var consumer = target.consumer(login());
                consumer.assign(List.of(partition));
                assertThat(KafkaTestServer.values(KafkaTestServer.poll(consumer, RECORDS))).isEqualTo(values);
                await("the ACL is mirrored", () -> to.entries().contains(AclEntry.parse("alice read topic a.orders")));
                await("the offset is mirrored", () -> mirrored.listConsumerGroupOffsets(GROUP)
                        .partitionsToOffsetAndMetadata().get().containsKey(partition));
                assertThat(target.broker.partition("a.orders", 0).configuration().value("retention.ms"))
                        .isEqualTo("-1");
            } finally {
                mirror.destroy();
                assertThat(mirror.waitFor(Duration.ofSeconds(30))).isTrue();
            }
        } catch (Throwable e) {
            throw new AssertionError(Files.readString(folder.resolve("mirror.log")), e);
        }
    }
}
