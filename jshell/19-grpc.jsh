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
import gregor.ancestor.minikafka.*;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Start;
import com.google.protobuf.ByteString;
import java.time.*;
import static gregor.list.Picture.draw;
import tools.jackson.databind.json.JsonMapper;

record Letter(String topic, String payload) {}
System.out.println(new JsonMapper().readValue("{\"topic\":\"letters\",\"paylod\":\"hello\"}", Letter.class));

// == The contract

// cell 2
Path contract = Sample.home().resolve("src/main/protobuf/minikafka.proto");
Files.readAllLines(contract).stream().skip(8).forEach(System.out::println);

// cell 3
System.out.println(MiniKafkaMessages.Payload.newBuilder().setPaylod(ByteString.copyFromUtf8("hello")).build())

// cell 4
var payload = MiniKafkaMessages.Payload.newBuilder().setPayload(ByteString.copyFromUtf8("hello"));
var topic = MiniKafkaMessages.Topic.newBuilder().setTopic("letters");
var request = MiniKafkaMessages.ProduceRequest.newBuilder().setTopic(topic).setPayload(payload).build();
System.out.println(HexFormat.ofDelimiter(" ").formatHex(request.toByteArray()));

// == A door is a translation

// cell 5
Path folder = Files.createTempDirectory("gregor");
Instant[] now = {Instant.parse("2026-03-02T06:00:00Z")};
Broker broker = Broker.open(BrokerSettings.in(folder).with(FsyncPolicy.never()).with(() -> now[0]));
var here = GrpcSettings.at(new InetSocketAddress("localhost", 0));
GrpcDoor door = GrpcDoor.open(broker, here, new MiniKafkaService(broker));
GrpcChannel connection = GrpcChannel.to(door.address());

var producer = new ProduceClient(connection, "letters");
System.out.println("hello is number " + producer.send("hello".getBytes()));
System.out.println("world is number " + producer.send("world".getBytes()));
draw(broker.partition("letters", 0));

// cell 6: The broker itself appends `again`, and is told that it has offset 2. Then MiniKafka's reader asks for everything. Which number would it read next?
System.out.println("offset " + broker.append(new TopicPartition("letters", 0), ListBatch.of(Event.of("again").at(now[0]))));
var reader = new ConsumeClient(connection, "letters");
reader.poll().forEach(message -> System.out.println(new String(message)));
System.out.println(reader.readFrom())

// cell 7
new ProduceClient(connection, "demo topic").send("hello".getBytes());
System.out.println(broker.topicNames());

// cell 8
import gregor.ancestor.kaf.Kaf;
import gregor.http.HttpDoor;
import gregor.http.HttpSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

try (var other = HttpDoor.open(broker, HttpSettings.at("127.0.0.1", 0), Kaf.module(broker)); var client = HttpClient.newHttpClient()) {
    var put = HttpRequest.newBuilder(URI.create(other.address() + "/put/postcards")).POST(BodyPublishers.ofString("Greetings")).build();
    System.out.println("by HTTP it is number " + client.send(put, BodyHandlers.ofString()).body());
}
System.out.println("by gRPC it is number " + new ProduceClient(connection, "postcards").send("Greetings".getBytes()));
var both = broker.partition("postcards", 0).entries(0);
System.out.println(both + ", the same event twice: " + both.get(0).event().equals(both.get(1).event()));

// == What has gone

// cell 9: Three letters are an hour old, and all of them are swept away. Then another one comes. Which number does it get?
door.close();
connection.close();
door = GrpcDoor.open(broker, here, new MiniKafkaService(broker, Optional.of(Duration.ofMinutes(30))));
connection = GrpcChannel.to(door.address());
now[0] = now[0].plusSeconds(3600);
while (broker.partition("letters", 0).start() < 3) {
    Thread.sleep(10);
}
System.out.println(new ProduceClient(connection, "letters").send("late".getBytes()))

// == Four mebibytes

// cell 10: Fifty letters of 100,000 bytes wait. That is 5 MB, and somebody polls once. How many letters come?
var large = new ProduceClient(connection, "large");
for (int i = 0; i < 50; i++) {
    large.send(new byte[100_000]);
}
var patient = new ConsumeClient(connection, "large");
System.out.println(patient.poll().size())

// cell 11
System.out.println("goes on at number " + patient.readFrom());
System.out.println("then there were " + patient.poll().size());
System.out.println("then there were " + patient.poll().size());

// == When something is wrong

// cell 12
var minikafka = MiniKafkaGrpc.newBlockingStub(connection.channel());
void attempt(java.util.concurrent.Callable<?> call) throws Exception {
    try {
        call.call();
    } catch (io.grpc.StatusRuntimeException refusal) {
        System.out.println(refusal.getStatus().getCode() + ": " + refusal.getStatus().getDescription());
    }
}
attempt(() -> minikafka.poll(MiniKafkaMessages.PollRequest.newBuilder().setTopic("nowhere").build()));
attempt(() -> minikafka.produce(MiniKafkaMessages.ProduceRequest.getDefaultInstance()));

// == Words that MiniKafka does not have

// cell 13
var server = GregorGrpc.newBlockingStub(connection.channel());
broker.createTopic("parcels", 3, Map.of());
var events = ProduceRequest.newBuilder().setTopic("parcels");
for (String truck : List.of("truck-17", "truck-12", "truck-17")) {
    events.addEvents(GregorMessages.Event.newBuilder().setKey(ByteString.copyFromUtf8(truck)).setValue(ByteString.copyFromUtf8("ontime")));
}
server.produce(events.build()).getPlacesList().forEach(place -> System.out.println(place.getPartition() + ":" + place.getOffset()));
TopicPicture.draw(broker.topics().topic("parcels"));

// == Three ways to hear the news

// cell 14
var ways = new DeliveryComparison(broker, connection, 20, Duration.ofMillis(20));
DeliveryComparison.Result pull = ways.pull(Duration.ofMillis(1));
DeliveryComparison.Result lazy = ways.pull(Duration.ofMillis(200));
DeliveryComparison.Result longPoll = ways.longPoll();
DeliveryComparison.Result push = ways.push();
System.out.println("20 pieces of news, one every 20 ms.");
System.out.println("pull, every ms:      some of the requests were for nothing: " + (pull.empty() > 0));
System.out.println("pull, every 200 ms:  the news was older than with a long poll: " + (lazy.delay().compareTo(longPoll.delay()) > 0));
System.out.println("long poll:           at most one request for each: " + (longPoll.requests() <= 20) + ", for nothing: " + longPoll.empty());
System.out.println("push:                requests: " + push.requests());

// == The one who cannot keep up

// cell 15: Twenty megabytes are appended. One reader takes all of them; another one has fallen asleep, and takes nothing after its first reply. The sleeper is sent less than three megabytes: true or false?
broker.createTopic("film", 1, Map.of());
var start = Start.newBuilder().addTopics("film").build();
var sleeper = new EventStream(connection, start);
sleeper.next(Duration.ofSeconds(10));
for (int i = 0; i < 400; i++) {
    broker.append(new TopicPartition("film", 0), ListBatch.of(new Event(now[0].toEpochMilli(), null, new byte[50_000], List.of())));
}
var awake = new EventStream(connection, start);
int seen = 0;
while (seen < 400) {
    seen += awake.entries(Duration.ofSeconds(10)).get().getEntriesCount();
}
System.out.println("the reader who is awake has seen " + seen);
System.out.println(door.sentBytes().getFirst() < 3_000_000)

// cell 16
int late = 0;
while (late < 400) {
    late += sleeper.entries(Duration.ofSeconds(10)).get().getEntriesCount();
}
System.out.println("and the one who slept has seen " + late);
sleeper.close();
awake.close();

// == Groups, and what was not committed

// cell 17: A member reads three events, commits offset 1, and its machine burns down. With which event does the next member begin?
broker.createTopic("bills", 1, Map.of());
for (String bill : List.of("a", "b", "c")) {
    broker.append(new TopicPartition("bills", 0), ListBatch.of(Event.of(bill)));
}
var billing = Start.newBuilder().addTopics("bills").setGroup("billing").build();
try (var first = new EventStream(connection, billing)) {
    System.out.println("read " + first.entries(Duration.ofSeconds(10)).get().getEntriesCount());
    first.commit("bills", 0, 1);
    first.next(Duration.ofSeconds(10));
}
var second = new EventStream(connection, billing);
System.out.println(second.entries(Duration.ofSeconds(10)).get().getEntries(0).getEvent().getValue().toStringUtf8())

// == Who may come in

// cell 18
System.out.println(GrpcSettings.at(new InetSocketAddress("0.0.0.0", 7750)))

// cell 19
second.close();
connection.close();
door.close();
broker.close();

// == What real Kafka does differently

// == The story on real data

// == Your turn

// == Before you go on
