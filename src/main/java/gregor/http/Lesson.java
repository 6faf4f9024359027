package gregor.http;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.list.Event;
import gregor.list.Sample;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/// Runs the lesson on the sample data: four weeks of deliveries, published in batches and read in three ways.
public final class Lesson {
    private static final int BATCH = 500;

    private Lesson() {}

    /// Runs the lesson.
    ///
    /// @throws IOException          if the door does not answer
    /// @throws InterruptedException if the thread is interrupted
    public static void main(String... args) throws IOException, InterruptedException {
        try (Broker broker = Broker.open(BrokerSettings.inMemory(Sample.home().resolve("data/archive/http")));
                HttpDoor door = HttpDoor.open(broker, HttpSettings.at("127.0.0.1", 0));
                HttpClient client = HttpClient.newHttpClient()) {
            List<Event> deliveries = Sample.deliveries();
            for (int from = 0; from < deliveries.size(); from += BATCH) {
                publish(client, door, deliveries.subList(from, Math.min(from + BATCH, deliveries.size())));
            }
            System.out.println("Published by POST /publish:");
            draw(broker.partition("deliveries", 0));
            System.out.println("\nPOST /subscribe, a long poll, starts where the client says, at offset 16:");
            System.out.println(JsonBody.STRICT
                    .readTree(post(client, door, "/subscribe",
                            Map.of("topic", "deliveries", "offsets", Map.of("deliveries", 16), "max", 1)))
                    .at("/events/0/log"));
            System.out.println("\nGET /subscribe, a stream of JSON lines that stays open: "
                    + late(client, door, deliveries.size()) + " of " + deliveries.size() + " deliveries are late.");
            System.out.println("\nGET /status, the state that the page draws, has the next offset: "
                    + end(JsonBody.STRICT.readTree(get(client, door, "/status"))));
        }
    }

    private static void publish(HttpClient client, HttpDoor door, List<Event> events)
            throws IOException, InterruptedException {
        var list = events.stream().map(event -> Map.of("payload", event.text(), "timestamp", event.timestamp()))
                .toList();
        post(client, door, "/publish", Map.of("topic", "deliveries", "events", list));
    }

    private static String post(HttpClient client, HttpDoor door, String path, Object body)
            throws IOException, InterruptedException {
        var json = BodyPublishers.ofByteArray(JsonBody.STRICT.writeValueAsBytes(body));
        return client.send(HttpRequest.newBuilder(URI.create(door.address() + path)).POST(json).build(),
                BodyHandlers.ofString()).body();
    }

    private static String get(HttpClient client, HttpDoor door, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(door.address() + path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static long end(JsonNode status) {
        for (JsonNode partition : status.path("partitions")) {
            if (partition.path("topic").stringValue().equals("deliveries")) {
                return partition.path("end").longValue();
            }
        }
        return 0;
    }

    private static long late(HttpClient client, HttpDoor door, int count) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(door.address() + "/subscribe?topic=deliveries"))
                .header("Accept", "application/x-ndjson").build();
        long late = 0;
        InputStream answer = client.send(request, BodyHandlers.ofInputStream()).body();
        try (var lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
            for (int i = 0; i < count; i++) {
                late += lines.readLine().contains("--late--") ? 1 : 0;
            }
        }
        return late;
    }
}
