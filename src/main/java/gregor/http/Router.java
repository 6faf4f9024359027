package gregor.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Knows who answers which request. Any thread may call it, once all routes are there.
///
/// A path has a first part, and behind it a name or nothing: `/topic`, `/topic/orders`. It is looked at as it was sent;
/// nothing is decoded before it is cut, so that no name can become two.
final class Router implements Handler {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    /// Who answers, by method, and how it says what went wrong.
    private record Place(String path, boolean plain, Map<String, HttpHandler> requests) {}

    private final Map<String, Place> places = new HashMap<>();
    private final RequestFilter guard;
    private final Metrics metrics;
    private final ReadTimeouts watch;

    Router(RequestFilter guard, Metrics metrics, ReadTimeouts watch) {
        this.guard = guard;
        this.metrics = metrics;
        this.watch = watch;
    }

    /// Lets a request be answered by somebody.
    ///
    /// @param path such as `/topic`, or `/topic/{name}`
    void add(String method, String path, HttpHandler request) {
        place(path, false).requests().put(method, request);
    }

    /// The same, with plain text where something goes wrong.
    void addPlain(String method, String path, HttpHandler request) {
        place(path, true).requests().put(method, request);
    }

    private Place place(String path, boolean plain) {
        return places.computeIfAbsent(path.replaceFirst("\\{.*", ""), key -> new Place(path, plain, new TreeMap<>()));
    }

    /// The requests that are answered, such as `GET /topic/{name}`.
    List<String> routes() {
        var routes = new ArrayList<String>();
        places.values().forEach(place -> place.requests().keySet()
                .forEach(method -> routes.add(method + " " + place.path())));
        routes.sort(null);
        return routes;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long from = System.nanoTime();
        String path = request.prologue().uriPath().rawPath();
        int slash = path.indexOf('/', 1);
        Place place = places.get(slash < 0 ? path : path.substring(0, slash + 1));
        var call = new HttpExchange(request, response, watch, slash < 0 ? null : path.substring(slash + 1));
        Reply reply;
        try {
            guard.check(call);
            reply = answer(place, call);
        } catch (RuntimeException e) {
            reply = problem(e, place != null && place.plain());
        }
        if (reply != Reply.STREAMED) {
            call.send(reply);
        }
        metrics.answered(place == null ? "none" : place.path(), call.method(), reply.status(),
                System.nanoTime() - from);
        call.closeIfUnread();
    }

    private static Reply answer(Place place, HttpExchange call) {
        if (place == null) {
            throw new HttpException(404, "there is nothing here; GET /openapi.json lists what there is");
        }
        HttpHandler request = place.requests().get(call.method());
        if (request != null) {
            return request.answer(call);
        }
        String allowed = String.join(", ", place.requests().keySet());
        if (call.method().equals("OPTIONS")) {
            return Reply.text("").status(204).with("Allow", allowed);
        }
        return problem(new HttpException(405, "this is for " + allowed), place.plain()).with("Allow", allowed);
    }

    private static Reply problem(RuntimeException trouble, boolean plain) {
        if (trouble instanceof UncheckedIOException || trouble instanceof CloseConnectionException) {
            throw trouble;
        }
        ProblemDetails problem = ProblemDetails.of(trouble);
        if (problem.status() == 500) {
            LOG.log(Level.ERROR, "a request could not be answered", trouble);
        }
        Reply reply = plain ? problem.plain() : problem.json();
        return problem.status() == 401 ? reply.with("WWW-Authenticate", "Bearer") : reply;
    }
}
