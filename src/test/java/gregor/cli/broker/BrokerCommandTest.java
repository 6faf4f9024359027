package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.cli.Shelled;
import gregor.cli.broker.BrokerDoors.Door;
import gregor.cli.console.CommandException;
import gregor.cli.console.Environment;
import gregor.cli.console.OptionConverters;
import gregor.cli.console.HumanText;
import gregor.cli.console.ProgressLine;
import gregor.cli.console.StopSignal;
import gregor.door.HostPort;
import gregor.file.FsyncPolicy;
import gregor.kafka.KafkaSettings;
import gregor.list.Event;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/// A broker that runs until it is stopped, its doors, and who comes while it runs.
@Timeout(60)
class BrokerCommandTest extends Shelled {
    @BeforeEach
    void closeTheDoorForKafka() {
        variables.put("GREGOR_KAFKA", "off");
    }

    /// A door that records what happens to it.
    private static Door recorded(String name, List<String> story, Consumer<Broker> inside) {
        return new Door(name, broker -> {
            story.add(name + " opens with " + broker.topicNames().size() + " topics");
            broker.createIfAbsent("by-" + name);
            inside.accept(broker);
            return new BrokerDoors.Open(name, name + "://127.0.0.1:1", List.of(), () -> story.add(name + " closes"));
        });
    }

    @Test
    void itOpensItsDoorsInOrderAndClosesThemInTheOther() {
        var story = new ArrayList<String>();
        var stop = new StopSignal();
        var doors = List.<Door>of(recorded("http", story, broker -> {}),
                recorded("grpc", story, broker -> stop.request()));
        assertThat(run(new BrokerCommand(doors, () -> stop))).as(err::toString).isZero();
        assertThat(story).containsExactly("http opens with 3 topics", "grpc opens with 4 topics", "grpc closes",
                "http closes");
        assertThat(out.toString()).contains("A broker, process " + ProcessHandle.current().pid(),
                "on the disk before it is acknowledged", "http     http://127.0.0.1:1", "Stopped.");
        try (Broker again = Broker.open(BrokerSettings.in(data()).with(new PackedFormat()))) {
            assertThat(again.topicNames()).contains("by-http", "by-grpc");
        }
    }

    @Test
    void aDoorThatDoesNotOpenStopsItAndTheOthersAreClosed() {
        var story = new ArrayList<String>();
        var doors = List.<Door>of(recorded("http", story, broker -> {}), recorded("grpc", story, broker -> {
            throw new CommandException("port 1 is taken");
        }));
        assertThat(run(new BrokerCommand(doors, StopSignal::new))).isEqualTo(2);
        assertThat(err.toString()).contains("port 1 is taken");
        assertThat(story).containsExactly("http opens with 3 topics", "grpc opens with 4 topics", "http closes");
        Broker.open(BrokerSettings.in(data()).with(new PackedFormat())).close();
    }

    @Test
    void aCheckReadsTheFolderOpensTheDoorsAndChangesNothing() throws Exception {
        var story = new ArrayList<String>();
        Door door = recorded("http", story, broker -> broker.createIfAbsent("words"));
        assertThat(run(new BrokerCommand(List.of(door), StopSignal::new), "--check")).as(err::toString).isZero();
        assertThat(story).containsExactly("http opens with 3 topics", "http closes");
        assertThat(out.toString()).contains("topics   0", "No problem found.").doesNotContain("Ctrl-C");
        assertThat(data()).doesNotExist();
        Broker.open(BrokerSettings.in(data())).close();
        Files.createDirectory(folder.resolve("data/topics/nobodys-0"));
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--check")).isEqualTo(1);
        assertThat(err.toString()).contains("nobodys-0", "belongs to no topic");
        assertThat(out.toString()).contains("topics   3", "1 problem found; nothing was changed.");
        Path snapshot = folder.resolve("data/topics/__consumer_offsets-0/00000000000000000000.snapshot");
        Files.write(snapshot, new byte[30]);
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--check")).isEqualTo(1);
        assertThat(err.toString()).contains(snapshot + " is damaged: its version or its checksum is wrong");
    }

    @Test
    void theDoorForKafkasClientsSaysHowToComeIn() {
        var stop = new StopSignal();
        Door last = recorded("http", new ArrayList<>(), broker -> stop.request());
        assertThat(run(new BrokerCommand(List.of(last), () -> stop), "--kafka", "127.0.0.1:0")).as(err::toString)
                .isZero();
        assertThat(out.toString()).containsPattern("kafka    127\\.0\\.0\\.1:\\d+")
                .containsPattern("kcat -b 127\\.0\\.0\\.1:\\d+")
                .contains("bootstrap.servers=", "kafka-console-consumer.sh");
        assertThat(run(new BrokerCommand(List.of(), () -> stop), "--kafka", "0.0.0.0:0")).isEqualTo(2);
        assertThat(err.toString()).contains("can be reached from other machines");
    }

    /// Users with rights, and a door beside theirs that asks for none.
    @Test
    void withUsersTheOtherDoorsNeedAToken() throws IOException {
        String users = Files.writeString(folder.resolve("users"), "").toString();
        Map<String, List<String>> doors = Map.of("none", List.of(), "http", List.of("--http", "127.0.0.1:0"), "grpc",
                List.of("--grpc", "127.0.0.1:0"), "both", List.of("--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"));
        for (var door : doors.entrySet()) {
            for (List<String> how : List.of(List.<String>of(), List.of("--insecure"), List.of("--token", "s3cret"),
                    List.of("--token", "s3cret", "--insecure"), List.of("--kafka", "127.0.0.1:0"),
                    List.of("--kafka", "127.0.0.1:0", "--token", "s3cret"))) {
                var options = new ArrayList<>(List.of("--memory", "--check"));
                options.addAll(door.getValue());
                options.addAll(how);
                String line = String.join(" ", options);
                assertThat(runCheck(options)).as(line + ": " + err).isZero();
                options.addAll(List.of("--kafka-users", users));
                boolean isSafe = how.contains("--token") || door.getKey().equals("none");
                assertThat(runCheck(options)).as(line + " with users: " + err).isEqualTo(isSafe ? 0 : 2);
                assertThat(err.toString()).as(line).matches(said -> isSafe || said.contains("--token TOKEN")
                        && said.contains("omit --" + (door.getKey().equals("grpc") ? "grpc" : "http")));
            }
        }
    }

    private int runCheck(List<String> options) {
        err.reset();
        return run(new BrokerCommand(List.of(), StopSignal::new), options.toArray(String[]::new));
    }

    @Test
    void withUsersTheHintsHaveTheLogin() throws Exception {
        Path users = Files.createFile(folder.resolve("users"));
        var stop = new StopSignal();
        Door last = recorded("http", new ArrayList<>(), broker -> stop.request());
        assertThat(run(new BrokerCommand(List.of(last), () -> stop), "--kafka", "127.0.0.1:0", "--kafka-users",
                users.toString())).as(err::toString).isZero();
        assertThat(out.toString())
                .containsPattern("kcat -b 127\\.0\\.0\\.1:\\d+ -X security.protocol=SASL_PLAINTEXT"
                        + " -X sasl.mechanism=SCRAM-SHA-256 -X sasl.username=NAME -X sasl.password=PASSWORD -L")
                .contains("\n  security.protocol=SASL_PLAINTEXT\n  sasl.mechanism=SCRAM-SHA-256\n",
                        "ScramLoginModule required username=\"NAME\" password=\"PASSWORD\";",
                        "--command-config client.properties");
    }

    private BrokerSettings settingsOf(String... args) {
        var stop = new StopSignal();
        var seen = new ArrayList<BrokerSettings>();
        Door door = recorded("http", new ArrayList<>(), broker -> {
            seen.add(broker.settings());
            stop.request();
        });
        assertThat(run(new BrokerCommand(List.of(door), () -> stop), args)).as(err::toString).isZero();
        return seen.getFirst();
    }

    @Test
    void optionsReachTheBroker() {
        BrokerSettings inMemory = settingsOf("--memory", "--partitions", "4");
        assertThat(inMemory.folder()).isEmpty();
        assertThat(inMemory.brokerPartitions()).isEqualTo(50_000);
        assertThat(out.toString()).contains("in memory");
        BrokerSettings settings = settingsOf("--fsync", "100ms", "--partitions", "4", "--statistics", "7s", "--archive",
                folder.resolve("a").toString());
        assertThat(settings.fsync()).isEqualTo(FsyncPolicy.every(Duration.ofMillis(100)));
        assertThat(settings.partitions()).isEqualTo(4);
        assertThat(settings.topicPartitions()).isEqualTo(10_000);
        assertThat(settings.brokerPartitions()).isEqualTo(FileLimit.current().partitions(50_000));
        assertThat(settings.autoCreate()).isTrue();
        assertThat(settings.statistics()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.archive()).isEqualTo(folder.resolve("a"));
        assertThat(settingsOf("--fsync", "never").fsync()).isEqualTo(FsyncPolicy.never());
        assertThat(settingsOf("--fsync", "1000").fsync()).isEqualTo(FsyncPolicy.every(1000));
        BrokerSettings limited = settingsOf("--max-topic-partitions", "7", "--max-partitions", "70");
        assertThat(limited.topicPartitions()).isEqualTo(7);
        assertThat(limited.brokerPartitions()).isEqualTo(70);
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--max-partitions", "0")).isEqualTo(2);
        assertThat(settings.transactionalIdExpiration()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.producerIdExpiration()).isEqualTo(Duration.ofDays(1));
        BrokerSettings forgetful = settingsOf("--transactional-id-expiration", "3d", "--producer-id-expiration", "90s");
        assertThat(forgetful.transactionalIdExpiration()).isEqualTo(Duration.ofDays(3));
        assertThat(forgetful.producerIdExpiration()).isEqualTo(Duration.ofSeconds(90));
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--producer-id-expiration", "0s")).isEqualTo(2);
        out.reset();
        settingsOf("--json");
        assertThat(out.toString().lines()).singleElement().asString().startsWith("{\"process\":")
                .contains("\"doors\":[\"http://");
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--chores", "0s")).isEqualTo(2);
        assertThat(run(new BrokerCommand(List.of(), StopSignal::new), "--partitions", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--chores 0", "1 partition or more, not 0", "cannot expire after 0 ms");
    }

    @Test
    void aFolderInUseNamesTheProcess() {
        try (Broker running = Broker.open(BrokerSettings.in(data()).with(new PackedFormat()))) {
            running.createTopic("words", 1, Map.of());
            for (Object command : List.of(new BrokerCommand(List.of(), StopSignal::new), new StatsCommand())) {
                assertThat(run(command)).isEqualTo(2);
                assertThat(err.toString()).contains("data is in use by process " + ProcessHandle.current().pid(),
                        "stop it there first");
                err.reset();
            }
            assertThat(run(new DoctorCommand())).as("that is no illness").isZero();
        }
    }

    @Test
    void aFolderInUseSaysHowToReachItsBroker() {
        var note = new BrokerNote("1", "localhost:9092", "PLAINTEXT");
        assertThat(FolderInUseException.way(Optional.of(List.of("broker")), Optional.of(note)))
                .isEqualTo("commands reach it at localhost:9092, by its door for Kafka's clients; ");
        assertThat(FolderInUseException.way(Optional.of(List.of("broker", "--no-kafka")), Optional.empty()))
                .contains("no door for Kafka's clients", "start it without --no-kafka");
        assertThat(FolderInUseException.way(Optional.empty(), Optional.empty())).contains("if that is a broker");
        assertThat(FolderInUseException.way(Optional.of(List.of("consume", "--follow")), Optional.empty())).isEmpty();
    }

    @Test
    void aFollowingReaderLetsOthersWriteAndWaitsForTheirEvents() throws Exception {
        BrokerSettings settings = BrokerSettings.in(data()).with(new PackedFormat());
        write(settings, "one");
        var stop = new StopSignal();
        var code = new AtomicInteger(-1);
        Thread follower = Thread.ofPlatform().start(() -> code.set(run(new ConsumeCommand(() -> stop), "--topic",
                "words", "--follow", "--group", "g", "--format", "value")));
        awaitOutput(out, "one\n");
        write(settings, "two");
        awaitOutput(out, "one\ntwo\n");
        try (Broker longer = EmbeddedClient.open(settings)) {
            awaitOutput(err, "process " + ProcessHandle.current().pid());
            longer.partition("words", 0).append(Event.of("three"));
        }
        awaitOutput(out, "one\ntwo\nthree\n");
        stop.request();
        follower.join();
        assertThat(code).hasValue(0);
        try (Broker after = EmbeddedClient.open(settings)) {
            assertThat(after.groups().in("g", group -> group.committed(new TopicPartition("words", 0))).orElseThrow()
                    .offset()).isEqualTo(3);
        }
    }

    /// A broker leaves a note where its door is: there the same events are, and what comes after them.
    @Test
    void aFollowingReaderContinuesThroughABrokerThatStarts() throws Exception {
        Path data = data();
        write(BrokerSettings.in(data).with(new PackedFormat()), "one");
        for (List<String> how : List.of(List.<String>of(), List.of("--group", "g"))) {
            out.reset();
            err.reset();
            var stop = new StopSignal();
            var code = new AtomicInteger(-1);
            List<String> words = new ArrayList<>(List.of("--topic", "words", "--follow", "--format", "value"));
            words.addAll(how);
            Thread follower = Thread.ofPlatform()
                    .start(() -> code.set(run(new ConsumeCommand(() -> stop), words.toArray(String[]::new))));
            awaitOutput(out, "one\n");
            String before = out.toString();
            try (var running = new RunningBroker(data)) {
                running.broker().partition("words", 0).append(Event.of("more"));
                awaitOutput(out, before + "more\n");
                assertThat(err.toString()).contains("continuing with the broker at " + running.address());
                stop.request();
                follower.join();
            }
            assertThat(out.toString()).as("nothing twice").isEqualTo(before + "more\n");
            assertThat(code).hasValue(0);
        }
    }

    @Test
    void aWriterAtAKeyboardContinuesThroughABrokerThatStarts() throws Exception {
        var stdin = System.in;
        var typed = new PipedOutputStream();
        System.setIn(new PipedInputStream(typed));
        System.setProperty("gregor.terminal", "0");
        try {
            var code = new AtomicInteger(-1);
            Thread producer = Thread.ofPlatform()
                    .start(() -> code.set(run(new ProduceCommand(StopSignal::new), "--topic", "words")));
            typed.write("one\n".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            awaitOutput(err, "partition 0, offset 0");
            try (var running = new RunningBroker(data())) {
                typed.write("two\n".getBytes(StandardCharsets.UTF_8));
                typed.flush();
                awaitOutput(err, "partition 0, offset 1");
                assertThat(err.toString()).contains("continuing with the broker at " + running.address());
                assertThat(running.broker().partition("words", 0).end()).isEqualTo(2);
                typed.close();
                producer.join();
            }
            assertThat(code).hasValue(0);
            assertThat(out.toString()).startsWith("2 events written to words");
        } finally {
            System.setIn(stdin);
            System.clearProperty("gregor.terminal");
        }
    }

    /// Who begins at the end has read nothing when the broker takes the folder: where the end was is remembered all the
    /// same, in a partition without events too.
    @Test
    void aReaderThatFollowsFromTheEndLosesNothingToABrokerThatStartsBeforeItsFirstRead() throws Exception {
        BrokerSettings settings = BrokerSettings.in(data()).with(new PackedFormat());
        for (List<String> how : List.of(List.of("--group", "g"), List.of("--group", "h", "--partition", "1"),
                List.<String>of())) {
            out.reset();
            err.reset();
            String topic = "words" + how.size();
            try (Broker broker = EmbeddedClient.open(settings)) {
                broker.createTopic(topic, 2, Map.of());
                broker.partition(topic, 0).append(Event.of("before"));
            }
            var stop = new StopSignal();
            var begun = new CountDownLatch(1);
            var code = new AtomicInteger(-1);
            List<String> words = new ArrayList<>(
                    List.of("--topic", topic, "--follow", "--from-end", "--format", "value"));
            words.addAll(how);
            Thread follower = Thread.ofPlatform().start(() -> code.set(run(new ConsumeCommand(() -> {
                begun.countDown();
                return stop;
            }), words.toArray(String[]::new))));
            begun.await();
            try (Broker broker = EmbeddedClient.open(settings);
                    var door = new BrokerDoors(
                            List.of(BrokerDoors.kafka(KafkaSettings.at(HostPort.parse("127.0.0.1:0")))))) {
                awaitOutput(err, "waiting until it is done");
                broker.partition(topic, 1).append(Event.of("during"));
                door.open(broker);
                awaitOutput(err, "continuing with the broker at " + door.addresses().getFirst());
                broker.partition(topic, 1).append(Event.of("after"));
                awaitOutput(out, "after\n");
                stop.request();
                follower.join();
                assertThat(code).hasValue(0);
                assertThat(out.toString()).as("consume %s: all of it, and nothing twice", how)
                        .isEqualTo("during\nafter\n");
            }
        }
    }

    private static void write(BrokerSettings settings, String word) {
        try (Broker broker = EmbeddedClient.open(settings)) {
            broker.createIfAbsent("words");
            broker.partition("words", 0).append(Event.of(word));
        }
    }

    static void awaitOutput(ByteArrayOutputStream stream, String text) throws InterruptedException {
        while (!stream.toString(StandardCharsets.UTF_8).contains(text)) {
            Thread.sleep(10);
        }
    }

    @Test
    void anUnknownVariableIsReported() {
        var environment = new Environment(
                Map.of("GREGOR_PARTITOINS", "3", "GREGOR_JDK", "x", "GREGOR_FSYNC", "never", "OTHER", "y"),
                () -> OptionConverters.onto(new CommandLine(new BrokerCommand(List.of(), StopSignal::new)))
                        .getCommandSpec());
        assertThat(environment.strangers()).singleElement().asString()
                .isEqualTo("the variable GREGOR_PARTITOINS belongs to no option (did you mean GREGOR_PARTITIONS?)");
    }

    @Test
    void numbersAndTimesAreReadable() {
        assertThat(List.of(HumanText.size(0), HumanText.size(999), HumanText.size(1000), HumanText.size(123_456),
                HumanText.size(999_999), HumanText.size(Long.MAX_VALUE)))
                .containsExactly("0 B", "999 B", "1.0 kB", "123 kB", "1.0 MB", "9.2 EB");
        assertThat(List.of(HumanText.duration(Duration.ofMillis(5)), HumanText.duration(Duration.ofMillis(1647)),
                HumanText.duration(Duration.ofSeconds(30)), HumanText.duration(Duration.ofMinutes(90)),
                HumanText.duration(Duration.ofDays(7))))
                .containsExactly("5 ms", "1.6 s", "30 s", "1 h 30 min", "7 days");
    }

    @Test
    void progressIsOneLineThatGoesAway() throws InterruptedException {
        try (var progress = new ProgressLine("Reading", true)) {
            progress.update(1, 4);
            assertThat(err.toString()).as("not before a blink is over").isEmpty();
            Thread.sleep(250);
            progress.update(2, 4);
        }
        assertThat(err.toString()).isEqualTo("\r\u001b[KReading … 2 of 4 (50%)\r\u001b[K");
        err.reset();
        new ProgressLine("Reading", false).update(3, 4);
        assertThat(err.toString()).isEmpty();
    }
}
