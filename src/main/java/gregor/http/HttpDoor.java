package gregor.http;

import gregor.ancestor.kaf.BrokerKafLogs;
import gregor.ancestor.kaf.KafArchive;
import gregor.ancestor.kaf.KafFolder;
import gregor.ancestor.kaf.KafGet;
import gregor.ancestor.kaf.KafLogs;
import gregor.ancestor.kaf.KafPut;
import gregor.ancestor.katar.KatarChange;
import gregor.ancestor.katar.KatarCreate;
import gregor.ancestor.katar.KatarDelete;
import gregor.ancestor.katar.KatarList;
import gregor.ancestor.katar.KatarShow;
import gregor.ancestor.wafka.WafkaFiles;
import gregor.ancestor.wafka.WafkaPost;
import gregor.ancestor.wafka.WafkaState;
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
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A door into a broker for everything that speaks HTTP/1.1: the requests of Kaf, of Katar and of Wafka, a page to look
/// at, and what machines ask about its health.
///
/// A connection is a virtual thread. A request is translated and given to the broker, and what the broker says is
/// translated back. Any thread may call it.
public final class HttpDoor implements AutoCloseable {
    private static final int HEADER_BYTES = 1 << 14;
    private static final int LINE_BYTES = 1 << 13;
    private static final Set<String> OPEN = Set.of("/", "/page.css", "/page.js", "/openapi.json", "/healthz");
    /// What goes wrong is said by our own exceptions. Held here, since a logger that nobody holds forgets its level.
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final HttpSettings settings;
    private final Metrics metrics;
    private final ReadTimeouts watch;
    private final KafLogs kaf;
    private final Optional<WafkaFiles> files;
    private final Router router;
    private final WebServer server;

    /// Opens a door into a broker, which must be closed after it.
    ///
    /// @throws DoorException if it cannot be opened, or would let strangers in
    public static HttpDoor open(Broker broker, HttpSettings settings) {
        InetAddress address = settings.checkedAddress();
        Optional<Tls> tls = settings.keys().map(TlsIdentity::tls);
        return new HttpDoor(broker, settings, address, tls);
    }

    private HttpDoor(Broker broker, HttpSettings settings, InetAddress address, Optional<Tls> tls) {
        this.settings = settings;
        metrics = new Metrics(broker);
        watch = new ReadTimeouts(settings.patience());
        kaf = settings.kafFolder().<KafLogs>map(folder -> new KafFolder(folder, broker.settings()))
                .orElseGet(() -> new BrokerKafLogs(broker));
        files = settings.wafkaFolder().map(folder -> new WafkaFiles(broker, folder));
        router = new Router(new RequestFilter(settings.token(), settings.names(), OPEN), metrics, watch);
        addRoutes(broker);
        try {
            server = server(address, tls);
        } catch (RuntimeException e) {
            closeRest();
            throw e;
        }
    }

    private void addRoutes(Broker broker) {
        var once = new IdempotencyKeys();
        var spread = new EventAppender(broker);
        var subscribe = new Subscribe(broker, open::get, metrics.streams());
        HttpHandler publish = once.of(new Publish(broker, spread));
        router.addPlain("POST", "/put/{log}", once.of(new KafPut(kaf)));
        router.addPlain("GET", "/get/{log}", new KafGet(kaf));
        router.addPlain("POST", "/archive/{log}", new KafArchive(kaf));
        router.add("GET", "/topic", new KatarList(broker));
        router.add("POST", "/topic", new KatarCreate(broker));
        router.add("GET", "/topic/{name}", new KatarShow(broker));
        router.add("POST", "/topic/{name}", new KatarCreate(broker));
        router.add("PUT", "/topic/{name}", new KatarChange(broker, true));
        router.add("PATCH", "/topic/{name}", new KatarChange(broker, false));
        router.add("DELETE", "/topic/{name}", new KatarDelete(broker));
        router.add("POST", "/publish", publish);
        router.add("POST", "/publish/{name}", publish);
        router.add("POST", "/subscribe", subscribe);
        router.add("GET", "/subscribe", subscribe);
        router.add("POST", "/events",
                once.of(new WafkaPost(broker, spread, partition -> files.ifPresent(to -> to.accept(partition)))));
        router.add("GET", "/broker/{id}", new WafkaState(broker));
        router.add("GET", "/status", new Status(broker, metrics.streams()::get));
        router.add("GET", "/metrics", metrics);
        router.add("GET", "/healthz", new Health(broker));
        router.add("GET", "/", StaticFile.of("page.html", "text/html; charset=utf-8"));
        router.add("GET", "/page.css", StaticFile.of("page.css", "text/css; charset=utf-8"));
        router.add("GET", "/page.js", StaticFile.of("page.js", "text/javascript; charset=utf-8"));
        router.add("GET", "/openapi.json", StaticFile.of("openapi.json", Reply.JSON));
    }

    private WebServer server(InetAddress address, Optional<Tls> tls) {
        LIBRARY.setLevel(Level.OFF);
        var guests = new ConnectionQuotas(settings.connections(), settings.perAddress());
        var http = Http1ConnectionSelector.builder().config(Http1Config.builder().maxHeadersSize(HEADER_BYTES)
                .maxPrologueLength(LINE_BYTES).addReceiveListener(watch).build()).build();
        WebServerConfig.Builder builder = WebServer.builder().address(address).port(settings.port())
                .shutdownHook(false)
                .maxTcpConnections(settings.connections())
                .idleConnectionTimeout(settings.patience().multipliedBy(6)).idleConnectionPeriod(settings.patience())
                .shutdownGracePeriod(Duration.ofMillis(100))
                .connectionOptions(options -> options.readTimeout(settings.patience()).tcpNoDelay(true))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new HttpConnectionLimit(http, guests))
                .directHandlers(refusals())
                .routing(HttpRouting.builder().any(router));
        tls.ifPresent(builder::tls);
        WebServer built = builder.build().start();
        if (!built.isRunning()) {
            throw new DoorException("no door can be opened at " + settings.host() + ":" + settings.port()
                    + ": somebody else has one there, or it is no address of this machine; choose another");
        }
        return built;
    }

    /// Requests that are none are refused before anybody here sees them. What the library takes for its own failure is
    /// one of those too, since the [Router] lets no exception through.
    private static DirectHandlers refusals() {
        DirectHandler refusal = (request, type, said, headers, message) -> {
            int status = said.code() == 500 ? 400 : said.code();
            Reply reply = new ProblemDetails(status, "this is no request of HTTP/1.1: " + message).json();
            headers.set(HeaderNames.CONTENT_TYPE, reply.type());
            return DirectHandler.TransportResponse.builder()
                    .status(io.helidon.http.Status.create(status)).headers(headers).keepAlive(false)
                    .entity(reply.body()).build();
        };
        var handlers = DirectHandlers.builder();
        List.of(DirectHandler.EventType.values()).forEach(type -> handlers.addHandler(type, refusal));
        return handlers.build();
    }

    /// Where the door is, such as `http://127.0.0.1:7749`.
    public String address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return (settings.keys().isPresent() ? "https://" : "http://") + host + ":" + server.port();
    }

    /// The requests that are answered, such as `GET /topic/{name}`.
    public List<String> routes() {
        return router.routes();
    }

    /// Lets nobody in any more, ends the streams, and closes what it had open. The second time nothing happens.
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            server.stop();
            closeRest();
        }
    }

    private void closeRest() {
        files.ifPresent(WafkaFiles::close);
        kaf.close();
        metrics.close();
        watch.close();
    }
}
