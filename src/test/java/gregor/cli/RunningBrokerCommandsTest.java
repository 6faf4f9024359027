package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.cli.broker.RunningBroker;
import gregor.door.TlsIdentity;
import gregor.file.DurableArchive;
import gregor.kafka.security.UserFile;
import gregor.list.Entry;
import gregor.list.Event;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On a folder that a broker has for itself: through its door for Kafka's clients.
@Timeout(60)
class RunningBrokerCommandsTest extends DataCommandsContract {
    private static final List<String> COMMANDS = List.of("topics list", "topics list --all --json",
            "topics describe words", "topics describe words --json", "consume --topic words",
            "consume --topic words --json", "consume --topic words --format csv",
            "consume --topic words --offset -2 --format value", "consume --topic words --group done", "groups list",
            "groups list --json", "groups describe g", "groups describe g --json",
            "groups reset g --shift -1 --dry-run", "stats", "stats --json");

    private static final String LOGIN = "sasl.jaas.config="
            + "org.apache.kafka.common.security.scram.ScramLoginModule required username=alice password=%s;\n";

    private RunningBroker running;

    @BeforeEach
    void start() {
        running = new RunningBroker(data());
    }

    @AfterEach
    void stop() {
        running.close();
        assertThat(data().resolve("gregor.running")).doesNotExist();
    }

    @Override
    void withoutBroker(Deed deed) throws IOException {
        running.close();
        deed.run();
        running = new RunningBroker(data());
        running.broker().openAll((done, all) -> {});
    }

    @Test
    void eachCommandSaysWhatItSaysWithoutABroker() {
        good("topics create words --partitions 2 --config archive=csv");
        produce("words", "k:a\nk:b\nno:\nl:NULL\n", "--key-separator", ":", "--null-marker", "NULL", "--header", "h=1");
        good("consume --topic words --group g --max-messages 1");
        good("consume --topic words --group done");
        List<String> through = COMMANDS.stream().map(this::good).map(RunningBrokerCommandsTest::withoutTheDay).toList();
        running.close();
        List<String> embedded = COMMANDS.stream().map(this::good).map(RunningBrokerCommandsTest::withoutTheDay)
                .toList();
        assertThat(through).containsExactlyElementsOf(embedded);
        running = new RunningBroker(data());
    }

    /// Kafka's protocol does not say when a topic was made.
    private static String withoutTheDay(String said) {
        return said.replaceFirst(", created \\S+,", ",").replaceFirst("\"created\":(null|\"[^\"]+\"),", "");
    }

    @Test
    void aBrokerElsewhereIsReachedByItsAddress() throws IOException {
        produce("words", "a\n");
        variables.put("GREGOR_DATA", folder.resolve("elsewhere").toString());
        assertThat(good("consume --topic words --format value --broker " + running.address())).isEqualTo("a\n");
        variables.put("GREGOR_BROKER", running.address());
        assertThat(good("topics list")).contains("words");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        variables.put("GREGOR_BROKER", "127.0.0.1:1");
        assertThat(bad("topics list")).contains("there is no broker at 127.0.0.1:1");
        assertThat(bad("topics list --broker-config nofile --broker " + running.address()))
                .contains("cannot read the properties in nofile");
    }

    @Test
    void whatAKilledBrokerHasLeftMeansNothing() throws IOException {
        produce("words", "a\n");
        running.close();
        Files.writeString(data().resolve("gregor.running"), "process=1\nkafka=127.0.0.1:1\nsecurity=PLAINTEXT\n");
        assertThat(good("consume --topic words --format value")).isEqualTo("a\n");
        running = new RunningBroker(data());
        Files.delete(data().resolve("gregor.running"));
        assertThat(bad("topics list")).contains("is in use by process", "no door for Kafka's clients");
    }

    @Test
    void aMemberOfAGroupIsListedAndItsCommittedOffsetsStay() {
        produce("words", "a\nb\n");
        try (var other = new KafkaConsumer<>(
                Map.of("bootstrap.servers", running.address(), "group.id", "g", "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            other.subscribe(List.of("words"));
            while (other.poll(Duration.ofMillis(100)).isEmpty()) {
                other.commitSync();
            }
            other.commitSync();
            assertThat(good("groups list").lines()).last().asString().matches("g +Stable +1 +0  words");
            assertThat(good("groups describe g").lines()).last().asString().matches("words +0 +2 +2 +0  consumer-g-.*");
            assertThat(bad("groups reset g --to-earliest")).contains("the group has members");
            assertThat(bad("groups delete g")).contains("the group has members");
        }
        good("groups reset g --to-earliest");
        assertThat(good("consume --topic words --group g --format value")).isEqualTo("a\nb\n");
    }

    @Test
    void aGroupCommitsWhatKafkasConsoleConsumerCommits() throws Exception {
        good("topics create words");
        appendTransactions();
        ConsoleConsumer.main(("--bootstrap-server " + running.address() + " --topic words --group console"
                + " --from-beginning --isolation-level read_committed --timeout-ms 3000").split(" "));
        good("consume --topic words --group ours");
        assertThat(progress("ours")).isEqualTo(progress("console")).isEqualTo("words 0 3 4 1");
    }

    @Test
    void anArchiveComesBackWhileTheBrokerRuns() {
        try (DurableArchive archive = DurableArchive.open(data().resolve("archive/trips/0.csv"))) {
            archive.add(List.of(new Entry(5, Event.of("k", "v").at(java.time.Instant.EPOCH)),
                    new Entry(6, Event.of(null, "w").at(java.time.Instant.EPOCH))));
        }
        assertThat(good("archive restore trips"))
                .isEqualTo("trips-restored-0: 2 events, offsets 5 to 6 in the archive, are 0 to 1 in the log\n");
        assertThat(good("consume --topic trips-restored"))
                .isEqualTo("0@0  1970-01-01T00:00:00.000Z  k  v\n0@1  1970-01-01T00:00:00.000Z  w\n");
    }

    @Test
    void whatTheBrokerDidIsReadFromItsTopic() {
        running.broker().partition("_kaf", 0).append(Event
                .of("""
                        {"beg":"2026-03-02T00:00:00Z","start":"2026-03-02T00:00:00Z","end":"2026-03-02T00:05:00Z","statno":1,"logs":[{"name":"words","last":2,"gets":1,"puts":600}]}
                        """));
        assertThat(good("stats").lines()).last().asString().matches("03-02 00:05:00  words +600 +2 +1 +0 +2");
    }

    /// It says so at once, and does not wait until the broker might have another leader.
    @Test
    void aPartitionThatCannotBeOpenedIsSaidAndTheOthersAreListed() throws IOException {
        good("topics create ill --partitions 2");
        produce("ill", "one\n", "--partition", "1");
        produce("well", "one\n");
        running.close();
        Files.writeString(data().resolve("topics/ill-0/partition.metadata"), "of another topic\n");
        running = new RunningBroker(data());
        running.broker().openAll((done, all) -> {});
        long begin = System.nanoTime();
        assertThat(fair("topics list").lines().map(String::strip)).anyMatch(line -> line.matches("well +1 +1 .*"))
                .anyMatch(line -> line.startsWith("!! ill-0: ") && line.contains("is not available"));
        assertThat(fair("consume --topic ill --format value")).isEqualTo("one\n");
        assertThat(complained()).contains("ill-0 is not available");
        assertThat(good("consume --topic ill --partition 1 --format value")).isEqualTo("one\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("nobody waits for a time-out of five seconds")
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void overTlsAFileNamesTheTrustedServerAndTheUser() throws Exception {
        Path keys = folder.resolve("keys.p12");
        assertThat(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keystore", keys.toString(), "-storepass", "changeit", "-alias", "gregor", "-keyalg",
                "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1").redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile()).start().waitFor()).isZero();
        SSLContext tls = TlsIdentity.open(keys, "changeit").context();
        String trust = "ssl.truststore.location=" + keys + "\nssl.truststore.password=changeit\n";
        running.close();
        running = new RunningBroker(data(), settings -> settings.withTls(tls));
        assertThat(bad("topics list")).contains("SSL", "--broker-config");
        Path file = Files.writeString(folder.resolve("client.properties"), "client.id=me\n");
        variables.put("GREGOR_BROKER_CONFIG", file.toString());
        Files.writeString(file, "security.protocol=SSL\n");
        assertThat(bad("topics list")).contains("found no TLS connection that both accept; check security.protocol");
        Files.writeString(file, "security.protocol=SSL\n" + trust);
        everyCommandWorks("words");
        running.close();
        UserFile users = UserFile.in(folder.resolve("users"));
        users.add("alice", "secret");
        users.allow(gregor.kafka.security.AclEntry.parse("alice all topic *"));
        users.allow(gregor.kafka.security.AclEntry.parse("alice all group *"));
        running = new RunningBroker(data(), settings -> settings.withTls(tls).withUsers(users));
        Files.writeString(file,
                "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-256\n" + LOGIN.formatted("secret") + trust);
        everyCommandWorks("more");
    }

    private void everyCommandWorks(String topic) {
        produce(topic, "a\nb\n");
        assertThat(good("consume --topic " + topic + " --format value")).isEqualTo("a\nb\n");
        assertThat(good("consume --topic " + topic + " --group g --max-messages 1 --format value")).isEqualTo("a\n");
        assertThat(good("groups describe g")).contains(topic);
        good("groups reset g --to-latest");
        assertThat(good("topics describe " + topic)).contains("retention.ms");
        good("stats");
    }

    @Test
    void aUserLogsInWithAFile() throws IOException {
        running.close();
        UserFile users = UserFile.in(folder.resolve("users"));
        users.add("alice", "secret");
        users.allow(gregor.kafka.security.AclEntry.parse("alice all topic *"));
        running = new RunningBroker(data(), settings -> settings.withUsers(users));
        assertThat(bad("topics list")).contains("SASL_PLAINTEXT", "--broker-config");
        Path file = folder.resolve("client.properties");
        variables.put("GREGOR_BROKER_CONFIG", file.toString());
        String login = "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-256\n" + LOGIN;
        Files.writeString(file, login.formatted("wrong"));
        assertThat(bad("topics list")).contains("the broker refuses the login; check user, password");
        Files.writeString(file, login.formatted("secret"));
        produce("words", "a\n");
        assertThat(good("consume --topic words --format value")).isEqualTo("a\n");
        assertThat(good("topics list")).contains("words");
        assertThat(complained()).contains("only to its administrators");
    }
}
