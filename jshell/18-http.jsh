// A door for curl
// Made from lessons/18-http.adoc by ./gregor author sync; try it with ./gregor jshell http

// cell 1
import gregor.list.*;
import gregor.broker.*;
import gregor.http.*;
import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import module java.base;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import static gregor.list.Picture.draw;

var clock = InstantSource.fixed(Instant.parse("2026-03-02T08:15:00Z"));
var broker = Broker.open(BrokerSettings.inMemory(Files.createTempDirectory("gregor")).with(clock));
broker.createTopic("orders", 1, Map.of());
var orders = broker.partition("orders", 0);
var client = HttpClient.newHttpClient();
String ask(String method, String address, String body, String... headers) {
    try {
        var request = HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var reply = client.send(request.build(), BodyHandlers.ofString());
        return reply.statusCode() + " " + reply.body();
    } catch (Exception e) {
        return e.getClass().getSimpleName();
    }
}

// cell 2
var napkin = new ArrayList<>(List.of("packed", "loaded", "on the road"));
System.out.println(ask("POST", "http://127.0.0.1:1/put/napkin", "delivered"));
System.out.println(napkin.size())

// == What does a door do?

// cell 3
var door = HttpDoor.open(broker, HttpSettings.at("127.0.0.1", 0), Kaf.module(broker), Katar.module(broker));
String at = door.address();
System.out.println(ask("POST", at + "/put/orders", "hello"));
System.out.println(ask("POST", at + "/put/orders", "this is curl"));
System.out.println(ask("GET", at + "/get/orders?from=1", ""));

// cell 4: Kaf counts its messages from 1, our log counts from 0. At which offset does the log keep `hello`, which Kaf calls message 1?
System.out.println(orders.entries(0).getFirst().offset())

// cell 5
System.out.println(ask("POST", at + "/topic", "{\"name\":\"sample\",\"partitions\":2}"));
System.out.println(ask("POST", at + "/topic", "{\"name\":\"sample\"}"));
System.out.println(ask("POST", at + "/publish", "{\"topic\":\"orders\",\"payload\":{\"from\":\"Katar\"}}"));
System.out.println(ask("GET", at + "/get/orders?from=3&format=json", ""));
draw(orders);

// == How does a client learn of new events?

// cell 6
int requests = 0;
String subscribe(String settings) {
    requests++;
    return ask("POST", at + "/subscribe", "{\"topic\":\"orders\"," + settings + "}");
}
String fromEnd() {
    return "\"offsets\":{\"orders\":" + orders.end() + "}";
}
int received = 0;
for (int i = 0; i < 5; i++) {
    String place = fromEnd();
    received += subscribe(place + ",\"wait\":0").contains("payload") ? 1 : 0;
    orders.append(Event.of("event " + i));
    received += subscribe(place + ",\"wait\":0").contains("payload") ? 1 : 0;
}
System.out.println("pull:      " + requests + " requests for " + received + " events");

requests = 0;
received = 0;
for (int i = 0; i < 5; i++) {
    String place = fromEnd();
    var answer = CompletableFuture.supplyAsync(() -> subscribe(place + ",\"wait\":60000"));
    while (orders.waiting() == 0) {
        Thread.sleep(1);
    }
    orders.append(Event.of("event " + i));
    received += answer.get().contains("payload") ? 1 : 0;
}
System.out.println("long poll: " + requests + " requests for " + received + " events");

// cell 7
var wish = HttpRequest.newBuilder(URI.create(at + "/subscribe?topic=orders&from=latest")).header("Accept", "text/event-stream").build();
try (var lines = new BufferedReader(new InputStreamReader(client.send(wish, BodyHandlers.ofInputStream()).body()))) {
    while (orders.waiting() == 0) {
        Thread.sleep(1);
    }
    for (int i = 0; i < 5; i++) {
        orders.append(Event.of("event " + i));
    }
    received = 0;
    String id = "";
    while (received < 5) {
        String line = lines.readLine();
        id = line.startsWith("id: ") ? line : id;
        received += line.startsWith("data: ") ? 1 : 0;
    }
    System.out.println("stream:    1 request for " + received + " events; the last one has " + id);
}

// cell 8: A client opens a stream and then reads nothing, not one byte. We publish 200 events of 100,000 bytes. How many of them are published without waiting for that client?
broker.createTopic("films", 1, Map.of());
var slow = new Socket("127.0.0.1", URI.create(at).getPort());
slow.getOutputStream().write("GET /subscribe?topic=films HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".getBytes());
String film = "x".repeat(100_000);
int published = 0;
while (published < 200 && ask("POST", at + "/publish/films", film).startsWith("200")) {
    published++;
}
System.out.println(published)

// cell 9
slow.close();
System.out.println(ask("POST", at + "/subscribe", "{\"topic\":\"orders\",\"max\":1}", "Last-Event-ID", "orders-0:1"));

// == Did it arrive?

// cell 10: We send the order of a piano three times, each time with the header `Idempotency-Key: order-4711`. How many pianos are in the log?
long before = orders.end();
for (int attempt = 0; attempt < 3; attempt++) {
    System.out.println(ask("POST", at + "/publish/orders", "a piano", "Idempotency-Key", "order-4711"));
}
System.out.println(orders.end() - before)

// == Who else can knock?

// cell 11
System.out.println(ask("POST", at + "/publish/orders", "a thousand pianos", "Origin", "https://evil.example"));

// cell 12
System.out.println(HttpDoor.open(broker, HttpSettings.at("0.0.0.0", 0)))

// cell 13
door.close();
broker.close();
System.out.println(ask("GET", at + "/topic", ""));

// == Recap

// == Check yourself

// == Exercises

// == Open challenge

// == Map
