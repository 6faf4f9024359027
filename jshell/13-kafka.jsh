// The door the world uses
// Made from lessons/13-kafka.adoc by ./gregor author sync; try it with ./gregor jshell kafka

// cell 1
import gregor.list.*;
import gregor.broker.*;
import gregor.kafka.*;
import gregor.topic.TopicPartition;
import module java.base;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;
import static gregor.lesson.BrokerComparison.compare;
import static gregor.list.Picture.draw;

// cell 2
byte[] overhear() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var client = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + listener.getLocalPort(), "client.id", "gregor"));
        try (var socket = listener.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readInt());
        } finally {
            client.close(Duration.ZERO);
        }
    }
}
byte[] request = overhear();
System.out.println(HexFormat.ofDelimiter(" ").formatHex(request));

// == What does a client say first?

// cell 3
var in = new DataInputStream(new ByteArrayInputStream(request));
System.out.println("API key          " + in.readShort());
System.out.println("version          " + in.readShort());
System.out.println("correlation id   " + in.readInt());
System.out.println("client id        " + new String(in.readNBytes(in.readShort()), StandardCharsets.UTF_8));
System.out.println("tagged fields    " + in.readByte());
System.out.println("its software     " + new String(in.readNBytes(in.readByte() - 1), StandardCharsets.UTF_8));
System.out.println("of version       " + new String(in.readNBytes(in.readByte() - 1), StandardCharsets.UTF_8));
System.out.println("tagged fields    " + in.readByte() + ", and " + in.available() + " bytes are left");

// cell 4
var broker = Broker.open(BrokerSettings.inMemory(Files.createTempDirectory("gregor")));
var door = KafkaDoor.open(broker, KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
var socket = new Socket(door.address().getAddress(), door.address().getPort());
DataInputStream ask(int key, int version, int correlation) throws Exception {
    socket.getOutputStream().write(HexFormat.of().parseHex("0000000a%04x%04x%08xffff".formatted(key, version, correlation)));
    var answer = new DataInputStream(socket.getInputStream());
    return new DataInputStream(new ByteArrayInputStream(answer.readNBytes(answer.readInt())));
}
var versions = ask(18, 0, 7);
System.out.println("correlation id " + versions.readInt() + ", error " + versions.readShort() + ", " + versions.readInt() + " kinds of requests:");
for (int i = 0; i < 4; i++) {
    System.out.println("  key " + versions.readShort() + ", versions " + versions.readShort() + " to " + versions.readShort());
}

// cell 5: A client asks key 18 in version 99. Kafka does not hang up; it answers with error 35, `UNSUPPORTED_VERSION`. In which version is that answer written?
var answer = ask(18, 99, 8);
answer.skipBytes(4);
int error = answer.readShort();
int kinds = answer.readInt();
System.out.println("error " + error + "; of key " + answer.readShort() + " the broker knows versions " + answer.readShort() + " to " + answer.readShort());
// a kind takes six bytes; version 1 has four more at its end
System.out.println(answer.available() == 6 * (kinds - 1) ? 0 : 1)

// == Do the clients notice?

// cell 6
socket.close();
String place = "127.0.0.1:" + door.address().getPort();
var producer = new KafkaProducer<>(Map.of("bootstrap.servers", place, "linger.ms", 5), new StringSerializer(), new StringSerializer());
for (String word : List.of("one", "morning", "a", "list", "woke")) {
    producer.send(new ProducerRecord<>("words", word));
}
producer.flush();
draw(broker.partition("words", 0));

// cell 7
KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(Map.of("bootstrap.servers", place, "group.id", "readers", "auto.offset.reset", "earliest", "enable.auto.commit", false),
            new StringDeserializer(), new StringDeserializer());
}
List<String> read(KafkaConsumer<String, String> consumer, int count) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 50 && words.size() < count; i++) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> words.add(record.value()));
    }
    return words;
}
try (var first = consumer()) {
    first.subscribe(List.of("words"));
    System.out.println(read(first, 5));
    first.commitSync();
}

// cell 8: The first reader of this group has read all five words, and committed. A second one comes with the same settings, `auto.offset.reset=earliest` among them. How many words does it read?
int again;
try (var second = consumer()) {
    second.subscribe(List.of("words"));
    again = read(second, 1).size();
}
System.out.println(again)

// == What does a consumer do at the end of the log?

// cell 9
try (var waiting = consumer()) {
    waiting.assign(List.of(new org.apache.kafka.common.TopicPartition("words", 0)));
    Thread.startVirtualThread(() -> {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            return;
        }
        broker.append(new TopicPartition("words", 0), ListBatch.of(Event.of("to find itself transformed")));
    });
    System.out.println(read(waiting, 1));
}

// == Which side assigns the partitions?

// cell 10: Two consumers of one group read four partitions. Only the clients have decided which member reads which partition. Does our broker know that it is 2 and 2? (true or false)
broker.createTopic("orders", 4, Map.of());
boolean knows;
try (var one = consumer(); var two = consumer()) {
    one.subscribe(List.of("orders"));
    two.subscribe(List.of("orders"));
    var other = Thread.ofPlatform().start(() -> {
        while (two.assignment().size() != 2) {
            two.poll(Duration.ofMillis(50));
        }
    });
    while (one.assignment().size() != 2 || other.isAlive()) {
        one.poll(Duration.ofMillis(50));
    }
    knows = broker.groups().in("readers", group -> group.members().values().stream().allMatch(given -> given.size() == 2));
}
System.out.println(knows)

// == Would Kafka have answered the same?

// cell 11
producer.close();
door.close();
broker.close();
String refusal(Callable<?> asked) {
    try {
        return String.valueOf(asked.call());
    } catch (Exception e) {
        return e.getCause().getClass().getSimpleName();
    }
}
compare(bootstrap -> {
    Map<String, Object> there = Map.of("bootstrap.servers", bootstrap);
    var text = new StringSerializer();
    try (var admin = Admin.create(there); var writer = new KafkaProducer<>(there, text, text)) {
        admin.createTopics(List.of(new NewTopic("twins", 2, (short) 1))).all().get();
        for (String word : "a list woke".split(" ")) {
            System.out.println(word + " is at " + writer.send(new ProducerRecord<>("twins", 0, null, word)).get());
        }
        System.out.println("again     " + refusal(() -> admin.createTopics(List.of(new NewTopic("twins", 1, (short) 1))).all().get()));
        System.out.println("a/b       " + refusal(() -> admin.createTopics(List.of(new NewTopic("a/b", 1, (short) 1))).all().get()));
        System.out.println("3 copies  " + refusal(() -> admin.createTopics(List.of(new NewTopic("many", 1, (short) 3))).all().get()));
        System.out.println("missing   " + refusal(() -> admin.describeTopics(List.of("missing")).allTopicNames().get()));
        System.out.println("features  " + refusal(() -> admin.describeFeatures().featureMetadata().get().finalizedFeatures().size()));
    }
});

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
