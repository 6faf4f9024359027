package gregor.schema;

import module java.base;

import gregor.broker.Broker;
import gregor.http.HttpExchange;
import gregor.http.HttpHandler;
import gregor.http.HttpModule;
import gregor.http.Reply;
import gregor.http.Router;

/// The requests of a schema registry, as a module of an HTTP door: the part of Confluent's REST interface that its
/// clients use, with its codes of errors. Schemas of Protocol Buffers, references between schemas, contexts, rules and
/// aliases are refused.
///
/// They are as open as the other requests of the door: if it has a token, a client sends it, also as the password of
/// `Basic`.
public final class SchemaRequests implements HttpModule {
    static final String TYPE = "application/vnd.schemaregistry.v1+json";

    private final SchemaRegistry registry;

    private SchemaRequests(SchemaRegistry registry) {
        this.registry = registry;
    }

    /// Serves the registry of a broker, whose schemas may take an eighth of the heap.
    public static HttpModule module(Broker broker) {
        return module(broker, Runtime.getRuntime().maxMemory() / 8);
    }

    static HttpModule module(Broker broker, long maxBytes) {
        return new SchemaRequests(new SchemaRegistry(broker, maxBytes));
    }

    @Override
    public void addRoutes(Router router) {
        var subjects = new SubjectRequests(registry);
        var settings = new SettingRequests(registry);
        var schemas = new IdRequests(registry);
        add(router, "GET", "/subjects", subjects::list);
        add(router, "GET", "/subjects/{path}", subjects::get);
        add(router, "POST", "/subjects/{path}", subjects::post);
        add(router, "DELETE", "/subjects/{path}", subjects::delete);
        add(router, "POST", "/compatibility/{path}", subjects::compare);
        add(router, "GET", "/schemas", schemas::list);
        add(router, "GET", "/schemas/{path}", schemas::get);
        for (String setting : List.of("config", "mode")) {
            for (String path : List.of("/" + setting, "/" + setting + "/{subject}")) {
                add(router, "GET", path, call -> settings.get(call, setting));
                add(router, "PUT", path, call -> settings.put(call, setting));
                add(router, "DELETE", path, call -> settings.delete(call, setting));
            }
        }
    }

    private static void add(Router router, String method, String path, HttpHandler handler) {
        router.add(method, path, call -> answer(handler, call), SchemaRequests::error);
    }

    private static Reply answer(HttpHandler handler, HttpExchange call) {
        try {
            return handler.answer(call);
        } catch (SchemaException e) {
            return error(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /// @param code a status, or a status and two digits
    private static Reply error(int code, String message) {
        int exact = code == 503 ? SchemaException.STORE : code;
        var body = new LinkedHashMap<String, Object>();
        body.put("error_code", exact);
        body.put("message", code == 503 ? "Error in the backend data store: " + message : message);
        return json(body).status(exact > 999 ? exact / 100 : exact);
    }

    static Reply json(Object body) {
        return Reply.of(TYPE, ParsedSchema.JSON.writeValueAsBytes(body));
    }

    /// Returns whether a parameter such as `?deleted=true` is true.
    static boolean isSet(HttpExchange call, String parameter) {
        return call.query(parameter).filter("true"::equalsIgnoreCase).isPresent();
    }

    static SchemaException unknownPath() {
        return new SchemaException(404, "HTTP 404 Not Found");
    }
}
