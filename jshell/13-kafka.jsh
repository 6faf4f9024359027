// The door the world uses
// Made from lessons/13-kafka.adoc by ./gregor author sync; try it with ./gregor jshell kafka

// cell 1
import gregor.list.*;
import gregor.broker.*;
import gregor.kafka.*;
import gregor.topic.TopicPartition;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.time.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;
import static gregor.list.Picture.draw;

byte[] overhear() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var somebody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + listener.getLocalPort(), "client.id", "gregor"));
        try (var socket = listener.accept()) {
            var in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readInt());
        } finally {
            somebody.close(Duration.ZERO);
        }
    }
}
byte[] letter = overhear();
System.out.println(HexFormat.ofDelimiter(" ").formatHex(letter));

// == By hand

// cell 2
var in = new DataInputStream(new ByteArrayInputStream(letter));
System.out.println("kind of request  " + in.readShort());
System.out.println("version          " + in.readShort());
System.out.println("correlation id   " + in.readInt());
System.out.println("who asks         " + new String(in.readNBytes(in.readShort()), StandardCharsets.UTF_8));
System.out.println("tagged fields    " + in.readByte());
System.out.println("its software     " + new String(in.readNBytes(in.readByte() - 1), StandardCharsets.UTF_8));
System.out.println("of version       " + new String(in.readNBytes(in.readByte() - 1), StandardCharsets.UTF_8));
System.out.println("tagged fields    " + in.readByte() + ", and " + in.available() + " bytes are left");

// == Open the door

// cell 3
var broker = Broker.open(BrokerSettings.inMemory(Files.createTempDirectory("gregor")));
var door = KafkaDoor.open(broker, KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
var socket = new Socket(door.address().getAddress(), door.address().getPort());
byte[] ask(int kind, int version, int correlation) throws Exception {
    var out = new DataOutputStream(socket.getOutputStream());
    out.write(HexFormat.of().parseHex("0000000a%04x%04x%08xffff".formatted(kind, version, correlation)));
    var answer = new DataInputStream(socket.getInputStream());
    return answer.readNBytes(answer.readInt());
}
var versions = new DataInputStream(new ByteArrayInputStream(ask(18, 0, 7)));
System.out.println("correlation id " + versions.readInt() + ", error " + versions.readShort() + "; kinds of requests that it knows:");
versions.readInt();
for (int i = 0; i < 4; i++) {
    System.out.println("  kind " + versions.readShort() + ", versions " + versions.readShort() + " to " + versions.readShort());
}

// cell 4: A client asks kind 18 in version 99. Kafka could hang up. It does not; it answers with an error, and error 35 is `UNSUPPORTED_VERSION`. But in which version is that answer written?
var answer = new DataInputStream(new ByteArrayInputStream(ask(18, 99, 8)));
int correlation = answer.readInt();
int error = answer.readShort();
int kinds = answer.readInt();
System.out.println("correlation id " + correlation + ", error " + error + ", for kind " + answer.readShort()
        + " there are the versions " + answer.readShort() + " to " + answer.readShort());
// a kind has six bytes; version 1 has four more behind the last one
System.out.println(answer.available() == 6 * (kinds - 1) ? 0 : 1)

// == They do not notice

// cell 5
socket.close();
String place = "127.0.0.1:" + door.address().getPort();
var producer = new KafkaProducer<>(Map.of("bootstrap.servers", place, "linger.ms", 5), new StringSerializer(), new StringSerializer());
for (String word : List.of("one", "morning", "a", "list", "woke")) {
    producer.send(new ProducerRecord<>("words", word));
}
producer.flush();
draw(broker.partition("words", 0));

// cell 6
Map<String, Object> how = Map.of("bootstrap.servers", place, "group.id", "readers", "auto.offset.reset", "earliest", "enable.auto.commit", false);
KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(how, new StringDeserializer(), new StringDeserializer());
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

// == Earliest means replay

// cell 7: The first reader of this group has read all five words, and committed. A second one comes, with the same settings: `earliest`. How many words does it read?
int again;
try (var second = consumer()) {
    second.subscribe(List.of("words"));
    again = read(second, 1).size();
}
System.out.println(again)

// == A question that waits

// cell 8
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

// == Who assigns the partitions?

// cell 9: Two consumers of one group read four partitions. Does our broker know how the partitions were assigned, 2 and 2, although only the clients have decided it? (true or false)
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

// == One connection

// cell 10
try (var stranger = new Socket(door.address().getAddress(), door.address().getPort())) {
    stranger.getOutputStream().write(HexFormat.of().parseHex("7fffffff"));
    System.out.println("it says that two gigabytes will come; the answer is " + stranger.getInputStream().read());
}

// cell 11
producer.close();
door.close();
broker.close();

// == Here and there

// cell 12
import static gregor.lesson.BrokerComparison.compare;

String trouble(Callable<?> asked) {
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
            var place = writer.send(new ProducerRecord<>("twins", 0, null, word)).get();
            System.out.println(word + " is at " + place);
        }
        System.out.println("again     " + trouble(() -> admin.createTopics(List.of(new NewTopic("twins", 1, (short) 1))).all().get()));
        System.out.println("a/b       " + trouble(() -> admin.createTopics(List.of(new NewTopic("a/b", 1, (short) 1))).all().get()));
        System.out.println("3 copies  " + trouble(() -> admin.createTopics(List.of(new NewTopic("many", 1, (short) 3))).all().get()));
        System.out.println("nobody    " + trouble(() -> admin.describeTopics(List.of("nobody")).allTopicNames().get()));
        System.out.println("features  " + trouble(() -> admin.describeFeatures().featureMetadata().get().finalizedFeatures().size()));
    }
});

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
