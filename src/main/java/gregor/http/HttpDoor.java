package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.door.ConnectionQuotas;
import gregor.door.DoorException;
import gregor.door.TlsIdentity;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.util.logging.Level;
import java.util.logging.Logger;

/// An HTTP/1.1 server in front of a broker: publishing, subscribing, a status page, metrics and health, and the
/// requests of its modules.
///
/// Each connection has a virtual thread. A handler translates a request into a call of the broker and its result into
/// a reply. Any thread may call the door.
public final class HttpDoor implements AutoCloseable {
    private static final int HEADER_BYTES = 1 << 14;
    private static final int LINE_BYTES = 1 << 13;
    private static final Set<String> OPEN = Set.of("/", "/page.css", "/page.js", "/openapi.json", "/healthz");
    /// Silent, because our own exceptions report failures. A field, because a logger without a reference is collected
    /// and loses its level.
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final HttpSettings settings;
    private final List<HttpModule> modules;
    private final Metrics metrics;
    private final ReadTimeouts timeouts;
    private final Router router;
    private final WebServer server;

    /// Opens a door to a broker. Close it before the broker.
    ///
    /// @throws DoorException if the door cannot listen at its address, or other machines could reach it unprotected
    public static HttpDoor open(Broker broker, HttpSettings settings, HttpModule... modules) {
        return new HttpDoor(broker, settings, List.of(modules), true);
    }

    /// Opens a door that serves nothing but the requests of a module.
    ///
    /// @param broker may be one in memory that the module does not use
    public static HttpDoor only(Broker broker, HttpSettings settings, HttpModule module) {
        return new HttpDoor(broker, settings, List.of(module), false);
    }

    private HttpDoor(Broker broker, HttpSettings settings, List<HttpModule> modules, boolean isWhole) {
        this.settings = settings;
        this.modules = modules;
        metrics = new Metrics(broker);
        timeouts = new ReadTimeouts(settings.readTimeout());
        router = new Router(new RequestFilter(settings.token(), settings.names(), OPEN), metrics, timeouts);
        try {
            if (isWhole) {
                addRoutes(broker);
            }
            modules.forEach(module -> module.addRoutes(router));
            server = server(settings.checkedAddress(), settings.identity().map(TlsIdentity::context)
                    .map(context -> Tls.builder().sslContext(context).build()));
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private void addRoutes(Broker broker) {
        var subscribe = new Subscribe(broker, open::get, metrics.streams());
        HttpHandler publish = router.idempotent(new Publish(broker, new EventAppender(broker)));
        router.add("POST", "/publish", publish);
        router.add("POST", "/publish/{name}", publish);
        router.add("POST", "/subscribe", subscribe);
        router.add("GET", "/subscribe", subscribe);
        router.add("GET", "/status", new Status(broker, metrics.streams()::get));
        router.add("GET", "/metrics", metrics);
        router.add("GET", "/healthz", call -> health(broker.troubles()));
        router.add("GET", "/", StaticFile.of("page.html", "text/html; charset=utf-8"));
        router.add("GET", "/page.css", StaticFile.of("page.css", "text/css; charset=utf-8"));
        router.add("GET", "/page.js", StaticFile.of("page.js", "text/javascript; charset=utf-8"));
        router.add("GET", "/openapi.json", StaticFile.openApi(modules));
    }

    /// Answers 200 if the broker reports no troubles, otherwise 503 and their number.
    private static Reply health(List<String> troubles) {
        return troubles.isEmpty()
                ? Reply.json(Map.of("status", "ok"))
                : Reply.json(Map.of("status", "trouble", "troubles", troubles.size())).status(503);
    }

    private WebServer server(InetAddress address, Optional<Tls> tls) {
        LIBRARY.setLevel(Level.OFF);
        var quotas = new ConnectionQuotas(settings.connections(), settings.perAddress());
        var http = Http1ConnectionSelector.builder().config(Http1Config.builder().maxHeadersSize(HEADER_BYTES)
                .maxPrologueLength(LINE_BYTES).addReceiveListener(timeouts).build()).build();
        Duration timeout = settings.readTimeout();
        WebServerConfig.Builder builder = WebServer.builder().address(address).port(settings.port()).shutdownHook(false)
                .maxTcpConnections(settings.connections()).idleConnectionTimeout(timeout.multipliedBy(6))
                .idleConnectionPeriod(timeout).shutdownGracePeriod(Duration.ofMillis(100))
                .connectionOptions(options -> options.readTimeout(timeout).tcpNoDelay(true))
                .protocolsDiscoverServices(false).addConnectionSelector(new HttpConnectionLimit(http, quotas))
                .directHandlers(malformedRequests()).routing(HttpRouting.builder().any(router));
        tls.ifPresent(builder::tls);
        WebServer built = builder.build().start();
        if (!built.isRunning()) {
            throw new DoorException("cannot listen at " + settings.host() + ":" + settings.port()
                    + ": the port is in use, or this machine does not have the address; choose another");
        }
        return built;
    }

    /// Answers malformed requests, which the library refuses before they reach the [Router]. A failure that the
    /// library takes for its own is a malformed request too, because the router lets no exception pass.
    private static DirectHandlers malformedRequests() {
        DirectHandler refusal = (request, type, proposed, headers, message) -> {
            int status = proposed.code() == 500 ? 400 : proposed.code();
            Reply reply = new ProblemDetails(status, refusal(status, request, message)).json();
            headers.set(HeaderNames.CONTENT_TYPE, reply.type());
            return DirectHandler.TransportResponse.builder().status(io.helidon.http.Status.create(status))
                    .headers(headers).keepAlive(false).entity(reply.body()).build();
        };
        var handlers = DirectHandlers.builder();
        List.of(DirectHandler.EventType.values()).forEach(type -> handlers.addHandler(type, refusal));
        return handlers.build();
    }

    /// @param message of the library; often null
    private static String refusal(int status, DirectHandler.TransportRequest request, String message) {
        if (status == 505) {
            return "this door serves HTTP/1.1, and the request is HTTP/1.0; use a client that speaks HTTP/1.1:"
                    + " ab cannot";
        }
        String expected = "this is not a request of HTTP/1.1";
        if (message != null) {
            return expected + ": " + message;
        }
        return request.protocolVersion().equals("1.1") && !request.headers().contains(HeaderNames.HOST)
                ? expected + ": it has no Host header"
                : expected + "; begin with a line like GET /status HTTP/1.1, and send a Host header";
    }

    /// Returns where the door listens, such as `http://127.0.0.1:7749`.
    public String address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.identity().isPresent() ? "https://" : "http://") + host + ":" + server.port();
    }

    /// Returns the requests that the door serves, such as `GET /topic/{name}`, sorted.
    public List<String> routes() {
        return router.routes();
    }

    /// Stops accepting requests, ends the streams and closes the modules. A second call does nothing.
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            server.stop();
            release();
        }
    }

    private void release() {
        modules.forEach(HttpModule::close);
        metrics.close();
        timeouts.close();
    }
}
