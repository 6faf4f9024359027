package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.UnsupportedEventException;
import gregor.broker.Broker;
import gregor.http.HttpModule;
import gregor.http.OpenApiDocument;
import gregor.http.Router;

/// Katar's requests about topics, `/topic`, and `GET /subscribe/{topic}`, as a module of an HTTP door. Its `/publish`
/// and `POST /subscribe` are the door's own.
public final class Katar implements HttpModule {
    private final Broker broker;
    private final boolean isFolder;

    private Katar(Broker broker, boolean isFolder) {
        this.broker = broker;
        this.isFolder = isFolder;
    }

    /// Serves the topics of a broker.
    public static HttpModule module(Broker broker) {
        return new Katar(broker, false);
    }

    /// Serves the topics of a broker on a [KatarFolder], where `POST /publish/{topic}` takes JSON only.
    public static HttpModule folderModule(Broker broker) {
        return new Katar(broker, true);
    }

    @Override
    public void addRoutes(Router router) {
        var topics = new KatarTopics(broker, !isFolder);
        var messages = new KatarMessages(broker);
        router.add("GET", "/topic", topics::list);
        router.add("POST", "/topic", topics::create);
        router.add("GET", "/topic/{name}", topics::show);
        router.add("POST", "/topic/{name}", topics::create);
        router.add("PUT", "/topic/{name}", call -> topics.change(call, true));
        router.add("PATCH", "/topic/{name}", call -> topics.change(call, false));
        router.add("DELETE", "/topic/{name}", topics::delete);
        router.add("GET", "/subscribe/{topic}", messages::read);
        if (isFolder) {
            router.add("POST", "/publish/{name}", messages::publish);
        }
    }

    @Override
    public OptionalInt status(RuntimeException failure) {
        return failure instanceof UnsupportedEventException ? OptionalInt.of(413) : OptionalInt.empty();
    }

    @Override
    public byte[] openApi() {
        return OpenApiDocument.partOf(Katar.class);
    }
}
