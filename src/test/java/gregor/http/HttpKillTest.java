package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.broker.Broker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kills the process during puts: every message that got a number is stored under it. 2 kills of each store; 20 with
/// `-Dgregor.prove=true`.
class HttpKillTest {
    private static final int KILLS = Boolean.getBoolean("gregor.prove") ? 20 : 2;

    @TempDir
    private Path folder;

    /// A broker with a door in a process of its own; its first line of output is the address.
    static final class Victim {
        private Victim() {}

        static Process start(Path folder, String store) throws IOException {
            return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Victim.class.getName(), folder.toString(), store)
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        }

        public static void main(String... args) throws InterruptedException {
            Path folder = Path.of(args[0]);
            HttpSettings how = HttpSettings.at("127.0.0.1", 0);
            Broker broker = Broker.open(Web.fast(folder.resolve("broker")));
            HttpDoor door = HttpDoor.open(broker, how, kaf(broker, args[1], folder), Katar.module(broker));
            System.out.println(door.address());
            Thread.currentThread().join();
        }
    }

    private static HttpModule kaf(Broker broker, String store, Path folder) {
        return store.equals("kaf") ? Kaf.module(broker, folder.resolve("kaf")) : Kaf.module(broker);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "kaf"})
    void whatGotItsNumberIsThereUnderThatNumber(String store) throws Exception {
        Map<Integer, String> numbers = new ConcurrentHashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process victim = Victim.start(folder, store);
            try (var out = new BufferedReader(new InputStreamReader(victim.getInputStream()))) {
                String address = out.readLine();
                assertThat(address).startsWith("http");
                putUntilKilled(victim, address, numbers, kill);
            }
        }
        assertThat(numbers).hasSizeGreaterThan(KILLS * 10);
        System.out.println(
                "HttpKillTest: " + KILLS + " kills of " + store + ", " + numbers.size() + " puts had got their number");
        try (var web = new Web(Web.fast(folder.resolve("broker")), how -> how,
                broker -> List.of(kaf(broker, store, folder)))) {
            numbers.forEach((number,
                    data) -> assertThat(
                            web.get("/get/orders?from=" + number + "&format=raw").body().lines().findFirst())
                            .hasValue(data));
        }
    }

    private static void putUntilKilled(Process victim, String address, Map<Integer, String> numbers, int kill)
            throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                String name = kill + "-" + i + "-";
                threads.execute(() -> {
                    for (int n = 0; victim.isAlive(); n++) {
                        put(client, address, name + n, numbers);
                    }
                });
            }
            int before = numbers.size();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (numbers.size() < before + 50 + 37 * kill && System.nanoTime() < deadline) {
                Thread.sleep(1);
            }
            victim.destroyForcibly();
            assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void put(HttpClient client, String address, String data, Map<Integer, String> numbers) {
        try {
            var reply = client.send(HttpRequest.newBuilder(URI.create(address + "/put/orders"))
                    .timeout(Duration.ofSeconds(10)).POST(HttpRequest.BodyPublishers.ofString(data)).build(),
                    BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(numbers.put(Integer.parseInt(reply.body()), data)).as("a number is used once").isNull();
        } catch (IOException | InterruptedException e) {
            // killed before the answer: the message may be stored or not
        }
    }
}
