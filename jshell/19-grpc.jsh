// A door with a contract
// Made from lessons/19-grpc.adoc by ./gregor author sync; try it with ./gregor jshell grpc

// cell 1
import gregor.list.*;
import gregor.list.Consumer;
import gregor.file.*;
import gregor.topic.*;
import gregor.broker.*;
import gregor.grpc.*;
import gregor.grpc.proto.*;
import gregor.ancestor.minikafka.proto.*;
import gregor.ancestor.minikafka.*;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Start;
import com.google.protobuf.ByteString;
import java.time.*;
import static gregor.list.Picture.draw;
import tools.jackson.databind.json.JsonMapper;

Instant[] now = {Instant.parse("2026-03-02T06:00:00Z")};
Broker broker = Broker.open(BrokerSettings.in(Files.createTempDirectory("gregor")).with(FsyncPolicy.never()).with(() -> now[0]));
var here = GrpcSettings.at(new InetSocketAddress("localhost", 0));

// cell 2
record Napkin(String key, String value) {}
System.out.println(new JsonMapper().readValue("{\"key\":\"cat\",\"valeu\":\"escaped\"}", Napkin.class));

// == What is in a contract?

// cell 3
Path contract = Sample.home().resolve("src/main/protobuf/minikafka.proto");
Files.readAllLines(contract).stream().skip(8).forEach(System.out::println);

// cell 4
System.out.println(MiniKafkaMessages.Payload.newBuilder().setPaylod(ByteString.copyFromUtf8("hello")).build())

// cell 5
var payload = MiniKafkaMessages.Payload.newBuilder().setPayload(ByteString.copyFromUtf8("hello"));
var topic = MiniKafkaMessages.Topic.newBuilder().setTopic("letters");
var request = MiniKafkaMessages.ProduceRequest.newBuilder().setTopic(topic).setPayload(payload).build();
System.out.println(HexFormat.ofDelimiter(" ").formatHex(request.toByteArray()));

// == What does the service do?

// cell 6
GrpcDoor door = GrpcDoor.open(broker, here, new MiniKafkaService(broker));
GrpcChannel connection = GrpcChannel.to(door.address());
var producer = new ProduceClient(connection, "letters");
System.out.println("hello is number " + producer.send("hello".getBytes()));
System.out.println("world is number " + producer.send("world".getBytes()));
draw(broker.partition("letters", 0));

// cell 7: The broker itself appends `again`, and gets offset 2. Then MiniKafka's reader asks for everything. Which number would it read next?
System.out.println("offset " + broker.append(new TopicPartition("letters", 0), ListBatch.of(Event.of("again").at(now[0]))));
var reader = new ConsumeClient(connection, "letters");
reader.poll().forEach(message -> System.out.println(new String(message)));
System.out.println(reader.readFrom())

// cell 8: Three letters are an hour old, and all of them are deleted. Then another one comes. Which number does it get?
door.close();
connection.close();
door = GrpcDoor.open(broker, here, new MiniKafkaService(broker, Optional.of(Duration.ofMinutes(30))));
connection = GrpcChannel.to(door.address());
now[0] = now[0].plusSeconds(3600);
while (broker.partition("letters", 0).start() < 3) {
    Thread.sleep(10);
}
System.out.println(new ProduceClient(connection, "letters").send("late".getBytes()))

// cell 9: Fifty letters of 100,000 bytes are waiting. That is 5 MB. How many letters does one poll return?
var large = new ProduceClient(connection, "large");
for (int i = 0; i < 50; i++) {
    large.send(new byte[100_000]);
}
var patient = new ConsumeClient(connection, "large");
int letters = patient.poll().size();
System.out.println("the reader continues at number " + patient.readFrom() + ", and gets " + patient.poll().size() + " more");
System.out.println(letters)

// == How does a call fail?

// cell 10
var minikafka = MiniKafkaGrpc.newBlockingStub(connection.channel());
void attempt(Callable<?> call) throws Exception {
    try {
        call.call();
    } catch (io.grpc.StatusRuntimeException refusal) {
        System.out.println(refusal.getStatus().getCode() + ": " + refusal.getStatus().getDescription());
    }
}
attempt(() -> minikafka.poll(MiniKafkaMessages.PollRequest.newBuilder().setTopic("nowhere").build()));
attempt(() -> minikafka.produce(MiniKafkaMessages.ProduceRequest.getDefaultInstance()));

// cell 11
var server = GregorGrpc.newBlockingStub(connection.channel());
broker.createTopic("parcels", 3, Map.of());
var events = ProduceRequest.newBuilder().setTopic("parcels");
for (String truck : List.of("truck-17", "truck-12", "truck-17")) {
    events.addEvents(GregorMessages.Event.newBuilder().setKey(ByteString.copyFromUtf8(truck)).setValue(ByteString.copyFromUtf8("ontime")));
}
server.produce(events.build()).getPlacesList().forEach(place -> System.out.println(place.getPartition() + ":" + place.getOffset()));
TopicPicture.draw(broker.topics().topic("parcels"));

// == How does a reader learn of an event?

// cell 12
var ways = new DeliveryComparison(broker, connection, 20, Duration.ofMillis(20));
DeliveryComparison.Result pull = ways.pull(Duration.ofMillis(1));
DeliveryComparison.Result lazy = ways.pull(Duration.ofMillis(200));
DeliveryComparison.Result longPoll = ways.longPoll();
DeliveryComparison.Result push = ways.push();
System.out.println("20 events, one every 20 ms");
System.out.println("pull, every ms:      some of the requests were in vain: " + (pull.empty() > 0));
System.out.println("pull, every 200 ms:  the events were older than with a long poll: " + (lazy.delay().compareTo(longPoll.delay()) > 0));
System.out.println("long poll:           at most one request for each: " + (longPoll.requests() <= 20) + ", in vain: " + longPoll.empty());
System.out.println("push:                requests: " + push.requests());

// cell 13: Twenty megabytes are appended. One reader takes all of them; another one falls asleep after its first reply. Is the sleeper sent less than three megabytes? (true or false)
broker.createTopic("film", 1, Map.of());
var start = Start.newBuilder().addTopics("film").build();
var sleeper = new ConsumeStream(connection, start);
sleeper.next(Duration.ofSeconds(10));
for (int i = 0; i < 400; i++) {
    broker.append(new TopicPartition("film", 0), ListBatch.of(new Event(now[0].toEpochMilli(), null, new byte[50_000], List.of())));
}
int readAll(ConsumeStream stream) throws Exception {
    int seen = 0;
    while (seen < 400) {
        seen += stream.entries(Duration.ofSeconds(10)).get().getEntriesCount();
    }
    return seen;
}
var awake = new ConsumeStream(connection, start);
System.out.println("the reader that is awake has seen " + readAll(awake));
System.out.println(door.sentBytes().getFirst() < 3_000_000)

// cell 14
System.out.println("and the one that slept has seen " + readAll(sleeper));
sleeper.close();
awake.close();

// == When is an event done?

// cell 15: A member reads the events a, b and c, commits offset 1, and its machine burns down. With which event does the next member begin?
broker.createTopic("bills", 1, Map.of());
for (String bill : List.of("a", "b", "c")) {
    broker.append(new TopicPartition("bills", 0), ListBatch.of(Event.of(bill)));
}
var billing = Start.newBuilder().addTopics("bills").setGroup("billing").build();
try (var first = new ConsumeStream(connection, billing)) {
    System.out.println("read " + first.entries(Duration.ofSeconds(10)).get().getEntriesCount());
    first.commit("bills", 0, 1);
    first.next(Duration.ofSeconds(10));
}
var second = new ConsumeStream(connection, billing);
System.out.println(second.entries(Duration.ofSeconds(10)).get().getEntries(0).getEvent().getValue().toStringUtf8())

// cell 16
System.out.println(GrpcSettings.at(new InetSocketAddress("0.0.0.0", 7750)))

// cell 17
second.close();
connection.close();
door.close();
broker.close();

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
