package gregor.http;

import module java.base;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;

/// Finds the handler of a request by its method and path, and turns exceptions into replies.
///
/// The first part of a path, and whether anything follows it, choose the handler: `/topic`, `/topic/orders`. The path is
/// split as it was sent, before any percent-decoding, so that an encoded slash in a name does not split it. Add all routes before the first
/// request; then any thread may call it.
public final class Router implements Handler {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    /// The handlers of a path by method, and the form of its errors.
    private record Endpoint(String path, ErrorFormat errors, Map<String, HttpHandler> handlers) {}

    /// Turns a failure into a reply, in the form that the clients of a path expect.
    @FunctionalInterface
    public interface ErrorFormat {
        Reply of(int status, String detail);
    }

    private static final ErrorFormat JSON = (status, detail) -> new ProblemDetails(status, detail).json();

    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private final RequestFilter filter;
    private final Metrics metrics;
    private final ReadTimeouts timeouts;

    Router(RequestFilter filter, Metrics metrics, ReadTimeouts timeouts) {
        this.filter = filter;
        this.metrics = metrics;
        this.timeouts = timeouts;
    }

    /// Adds a handler whose errors are JSON ([ProblemDetails]).
    ///
    /// @param path such as `/topic`, or `/topic/{name}`
    public void add(String method, String path, HttpHandler handler) {
        add(method, path, handler, JSON);
    }

    public void add(String method, String path, HttpHandler handler, ErrorFormat errors) {
        endpoints.computeIfAbsent(path.replaceFirst("\\{.*", ""), key -> new Endpoint(path, errors, new TreeMap<>()))
                .handlers().put(method, handler);
    }

    /// Adds a handler whose errors are plain text.
    ///
    /// @param path such as `/put/{log}`
    public void addPlain(String method, String path, HttpHandler handler) {
        add(method, path, handler, (status, detail) -> new ProblemDetails(status, detail).plain());
    }

    /// Wraps a handler so that it answers a repeated `Idempotency-Key` with the first reply. All handlers of a door
    /// share one set of keys.
    public HttpHandler idempotent(HttpHandler handler) {
        return keys.of(handler);
    }

    /// Returns the methods and paths with a handler, such as `GET /topic/{name}`, sorted.
    List<String> routes() {
        var routes = new ArrayList<String>();
        endpoints.values().forEach(
                endpoint -> endpoint.handlers().keySet().forEach(method -> routes.add(method + " " + endpoint.path())));
        routes.sort(null);
        return routes;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long begin = System.nanoTime();
        String path = request.prologue().uriPath().rawPath();
        int slash = path.indexOf('/', 1);
        Endpoint endpoint = endpoints.get(slash < 0 ? path : path.substring(0, slash + 1));
        var call = new HttpExchange(request, response, timeouts, slash < 0 ? null : path.substring(slash + 1));
        Reply reply;
        try {
            filter.check(call);
            reply = answer(endpoint, call);
        } catch (RuntimeException e) {
            reply = problem(e, endpoint == null ? JSON : endpoint.errors());
        }
        if (reply != Reply.STREAMED) {
            call.send(reply);
        }
        metrics.answered(endpoint == null ? "none" : endpoint.path(), call.method(), reply.status(),
                System.nanoTime() - begin);
        call.closeIfUnread();
    }

    private Reply answer(Endpoint endpoint, HttpExchange call) {
        if (endpoint == null) {
            throw new HttpException(404,
                    "unknown path; " + (endpoints.containsKey("/openapi.json")
                            ? "GET /openapi.json lists the known ones"
                            : "the known ones are " + String.join(", ", routes())));
        }
        HttpHandler handler = endpoint.handlers().get(call.method());
        if (handler != null) {
            return handler.answer(call);
        }
        String allowed = String.join(", ", endpoint.handlers().keySet());
        if (call.method().equals("OPTIONS")) {
            return Reply.text("").status(204).with("Allow", allowed);
        }
        return problem(new HttpException(405, "this path takes " + allowed), endpoint.errors()).with("Allow", allowed);
    }

    private Reply problem(RuntimeException failure, ErrorFormat errors) {
        if (failure instanceof UncheckedIOException || failure instanceof CloseConnectionException) {
            throw failure;
        }
        ProblemDetails problem = ProblemDetails.of(failure);
        if (problem.status() == 500) {
            LOG.log(Level.ERROR, "a request failed unexpectedly", failure);
        }
        Reply reply = errors.of(problem.status(), problem.detail());
        return problem.status() == 401 ? reply.with("WWW-Authenticate", "Bearer") : reply;
    }
}
