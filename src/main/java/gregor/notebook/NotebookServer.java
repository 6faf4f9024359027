package gregor.notebook;

import module java.base;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.list.Utf8;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Serves the lessons to the browser of this machine: a server on the loopback address, and a process for each lesson.
///
/// It runs the code that the browser sends, so [BrowserAccess] rejects all others. Any thread may call it.
public final class NotebookServer implements AutoCloseable {
    /// How long a browser may cache the page that draws plots, which every plot requests.
    private static final Duration CACHE_TIME = Duration.ofMinutes(10);
    static final int MAX_BYTES = 4 << 20;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Map<String, String> SECURITY_HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "X-Frame-Options", "DENY", "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin", "Cache-Control",
            "no-store");
    /// Silent, since our exceptions report errors. A field, since a logger without references loses its level.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final BrowserAccess access = new BrowserAccess();
    private final NotebookSessions sessions;
    private final Pages pages;
    private final Path folder;
    private final NotebookApi api;
    private final WebServer server;
    private volatile boolean open = true;
    private volatile Path entryPage;

    /// Starts the notebook at its last port, or at a free one.
    ///
    /// @param maxDuration of a cell
    public static NotebookServer start(Course course, Duration maxDuration) {
        return new NotebookServer(course, maxDuration);
    }

    private NotebookServer(Course course, Duration maxDuration) {
        HELIDON.setLevel(Level.OFF);
        sessions = new NotebookSessions(course, maxDuration);
        pages = new Pages(course);
        folder = course.home().resolve("my/notebook");
        var files = new NotebookFiles(course);
        api = new NotebookApi(course, sessions, files);
        WebServer atLastPort = listening(files.port());
        server = atLastPort.isRunning() ? atLastPort : listening(0);
        if (!server.isRunning()) {
            sessions.close();
            throw new LessonException("no port is free on 127.0.0.1; end a program that listens there");
        }
        files.port(server.port());
        access.setPort(server.port());
    }

    /// Starts a server, which does not run if the port is in use.
    private WebServer listening(int port) {
        return WebServer.builder().address(InetAddress.getLoopbackAddress()).port(port).shutdownHook(false)
                .maxTcpConnections(64).shutdownGracePeriod(Duration.ofMillis(100)).maxPayloadSize(MAX_BYTES)
                .addProtocol(Http1Config.builder().maxHeadersSize(1 << 14).maxPrologueLength(1 << 12).build())
                .routing(HttpRouting.builder().any(this::answer)).build().start();
    }

    /// Returns the address with the token, which admits one browser once.
    public String address() {
        return address("");
    }

    /// Returns the address with the token and a lesson to show; empty for the list.
    public String address(String lesson) {
        return "http://127.0.0.1:" + server.port() + "/?token=" + access.token()
                + (lesson.isEmpty() ? "" : "&lesson=" + lesson);
    }

    /// Writes a file that sends a browser to [#address()], for programs that must not have the token among their
    /// arguments. The file is deleted when a browser has entered, and when the notebook closes.
    ///
    /// @param lesson the name of the page to show; empty for the list
    /// @throws LessonException if it cannot be written
    public Path entryPage(String lesson) {
        entryPage = EntryPage.write(folder, address(lesson));
        return entryPage;
    }

    public void awaitWarm() {
        sessions.awaitWarm();
    }

    boolean isWatched() {
        return sessions.isWatched();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        var headers = new HashMap<String, String>();
        request.headers().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.get()));
        var visitor = new BrowserAccess.Visitor(request.prologue().method().text(),
                request.prologue().uriPath().rawPath(), headers);
        SECURITY_HEADERS.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        try {
            access.checkHost(visitor);
            if (visitor.method().equals("GET") && visitor.path().equals("/") && request.query().contains("token")) {
                enter(request, response, visitor);
                return;
            }
            access.checkOrigin(visitor);
            access.checkCookie(visitor);
            switch (visitor.method()) {
                case "GET" -> get(request, response, visitor.path());
                case "POST" -> send(response, "application/json",
                        VariableInspector.JSON.writeValueAsBytes(api.call(visitor.path(), body(request))));
                default -> throw new HttpRejection(405, "only GET and POST");
            }
        } catch (HttpRejection e) {
            fail(response, e.status(), e.getMessage());
        } catch (LessonException e) {
            fail(response, 400, e.getMessage());
        }
    }

    private void enter(ServerRequest request, ServerResponse response, BrowserAccess.Visitor visitor) {
        try {
            response.header(HeaderNames.SET_COOKIE, access.enter(request.query().get("token")));
            EntryPage.delete(entryPage);
        } catch (HttpRejection e) {
            // A browser that already has the cookie may use the address again.
            access.checkCookie(visitor);
        }
        String lesson = request.query().first("lesson").orElse("");
        send(response, Asset.type("index.html"),
                Utf8.bytes(EntryPage.html(lesson.isEmpty() ? "/" : "/" + pages.of(lesson))));
    }

    private void get(ServerRequest request, ServerResponse response, String path) {
        if (path.equals("/api/stream")) {
            stream(response);
        } else if (path.equals("/api/export")) {
            Export export = api.export(request.query().first("session").orElse(""));
            response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + export.name() + "\"");
            send(response, "application/octet-stream", export.bytes());
        } else {
            String name = path.equals("/") ? "index.html" : path.substring(1);
            byte[] body = pages.find(name).orElseThrow(() -> new HttpRejection(404, "not found: " + path));
            if (name.equals(PlotFrame.PAGE)) {
                response.header(HeaderNames.create("Content-Security-Policy"), PlotFrame.POLICY)
                        .header(HeaderNames.create("X-Frame-Options"), "SAMEORIGIN")
                        .header(HeaderNames.CACHE_CONTROL, "private, max-age=" + CACHE_TIME.toSeconds());
            }
            send(response, Asset.type(name), body);
        }
    }

    private static JsonNode body(ServerRequest request) {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new HttpRejection(413, "the request is larger than " + (MAX_BYTES >> 20) + " MB");
            }
            return VariableInspector.JSON.readTree(body);
        } catch (IOException | JacksonException e) {
            throw new HttpRejection(400, "this is not JSON");
        }
    }

    private void stream(ServerResponse response) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream"));
        BlockingQueue<Map<String, Object>> queue = sessions.watch();
        try (OutputStream out = response.outputStream()) {
            out.write("retry: 500\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (open) {
                Map<String, Object> event = queue.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                out.write(
                        (event == null ? ":\n\n" : "data: " + VariableInspector.JSON.writeValueAsString(event) + "\n\n")
                                .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException | RuntimeException e) {
            // the browser has closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sessions.queues().remove(queue);
        }
    }

    private static void send(ServerResponse response, String type, byte[] body) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
        response.send(body);
    }

    private static void fail(ServerResponse response, int status, String message) {
        response.status(Status.create(status));
        response.header(HeaderValues.CONNECTION_CLOSE);
        send(response, "text/plain; charset=utf-8", (message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        open = false;
        EntryPage.delete(entryPage);
        server.stop();
        api.close();
        sessions.close();
    }
}
