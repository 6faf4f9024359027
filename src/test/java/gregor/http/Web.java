package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.ancestor.kaf.Kaf;
import gregor.ancestor.katar.Katar;
import gregor.ancestor.wafka.Wafka;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/// A broker with a door, and a client that checks each answer against the `openapi.json` of the door.
public final class Web implements AutoCloseable {
    public final Broker broker;
    final HttpDoor door;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OpenApi document;

    /// An answer with its body as text.
    public record Answer(int status, String type, String body, HttpResponse<byte[]> whole) {
        public JsonNode json() {
            return JsonBody.STRICT.readTree(body);
        }

        public String header(String name) {
            return whole == null ? "" : whole.headers().firstValue(name).orElse("");
        }
    }

    /// Opens a door with the modules of all ancestors.
    public Web(BrokerSettings settings, UnaryOperator<HttpSettings> how) {
        this(settings, how, Web::ancestors);
    }

    /// Opens a door with some modules.
    public Web(BrokerSettings settings, UnaryOperator<HttpSettings> how, Function<Broker, List<HttpModule>> modules) {
        this(Broker.open(settings), how, modules);
    }

    /// Opens a door to a broker, which it closes.
    public Web(Broker broker, UnaryOperator<HttpSettings> how, Function<Broker, List<HttpModule>> modules) {
        this.broker = broker;
        try {
            HttpModule[] some = modules.apply(broker).toArray(HttpModule[]::new);
            door = HttpDoor.open(broker, how.apply(HttpSettings.at("127.0.0.1", 0)), some);
            document = OpenApi.of(some);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    static List<HttpModule> ancestors(Broker broker) {
        return List.of(Kaf.module(broker), Katar.module(broker), Wafka.module(broker));
    }

    public static Web in(Path folder) {
        return new Web(fast(folder), how -> how);
    }

    public static BrokerSettings fast(Path folder) {
        return BrokerSettings.in(folder).with(FsyncPolicy.never());
    }

    String address() {
        return door.address();
    }

    public int port() {
        return URI.create(address()).getPort();
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(Duration.ofSeconds(30)).method(method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> reply = client.send(request.build(), BodyHandlers.ofByteArray());
            var answer = new Answer(reply.statusCode(), reply.headers().firstValue("Content-Type").orElse(""),
                    new String(reply.body(), StandardCharsets.UTF_8), reply);
            assertThat(document.faults(method, path.replaceFirst("\\?.*", ""), answer)).as(method + " " + path)
                    .isEmpty();
            return answer;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        door.close();
        broker.close();
    }
}
