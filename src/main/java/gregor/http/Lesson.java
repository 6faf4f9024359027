package gregor.http;

import static gregor.list.Picture.draw;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/// Lesson 11 on real data: four weeks of deliveries come in by one way and are read by three others.
public final class Lesson {
    private static final int AT_ONCE = 500;

    private Lesson() {}

    /// Tells the story.
    ///
    /// @throws IOException          if the door does not answer
    /// @throws InterruptedException if this thread is to stop
    public static void main(String... args) throws IOException, InterruptedException {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Sample.home().resolve("data/archive/http")));
                HttpDoor door = HttpDoor.open(broker, HttpSettings.at("127.0.0.1", 0));
                HttpClient client = HttpClient.newHttpClient()) {
            List<Event> deliveries = Sample.deliveries();
            for (int from = 0; from < deliveries.size(); from += AT_ONCE) {
                publish(client, door, deliveries.subList(from, Math.min(from + AT_ONCE, deliveries.size())));
            }
            System.out.println("Published by POST /publish:");
            draw(broker.partition("deliveries", 0));
            System.out.println("\nGET /get/deliveries?from=17&format=raw begins with");
            System.out.println(ask(client, door, "/get/deliveries?from=17&format=raw").lines().findFirst().orElse(""));
            System.out.println("\nGET /subscribe gives " + late(client, door, deliveries.size()) + " late ones of "
                    + deliveries.size() + " as lines of JSON, in a stream that would go on.");
            System.out.println("\nGET /broker/1, as Wafka would ask, says of the next offset: "
                    + JsonBody.STRICT.readTree(ask(client, door, "/broker/1")).at("/partitions/deliveries/next_offset"));
        }
    }

    private static void publish(HttpClient client, HttpDoor door, List<Event> events)
            throws IOException, InterruptedException {
        var list = events.stream().map(event -> Map.of("payload", event.text(), "timestamp", event.timestamp()))
                .toList();
        byte[] body = JsonBody.STRICT.writeValueAsBytes(Map.of("topic", "deliveries", "events", list));
        var publish = URI.create(door.address() + "/publish");
        client.send(HttpRequest.newBuilder(publish).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.discarding());
    }

    private static String ask(HttpClient client, HttpDoor door, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(door.address() + path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static long late(HttpClient client, HttpDoor door, int count) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(door.address() + "/subscribe?topic=deliveries"))
                .header("Accept", "application/x-ndjson").build();
        long late = 0;
        InputStream answer = client.send(request, BodyHandlers.ofInputStream()).body();
        try (var lines = new BufferedReader(new InputStreamReader(answer))) {
            for (int i = 0; i < count; i++) {
                late += lines.readLine().contains("--late--") ? 1 : 0;
            }
        }
        return late;
    }
}
