package gregor.ancestor.katar;

import gregor.broker.Broker;
import gregor.http.HttpModule;
import gregor.http.OpenApiDocument;
import gregor.http.Router;

/// Katar's requests about topics, `/topic`, as a module of an HTTP door. Its `/publish` and `/subscribe` are the
/// door's own.
public final class Katar implements HttpModule {
    private final Broker broker;

    private Katar(Broker broker) {
        this.broker = broker;
    }

    /// Serves the topics of a broker.
    public static HttpModule module(Broker broker) {
        return new Katar(broker);
    }

    @Override
    public void addRoutes(Router router) {
        router.add("GET", "/topic", new KatarList(broker));
        router.add("POST", "/topic", new KatarCreate(broker));
        router.add("GET", "/topic/{name}", new KatarShow(broker));
        router.add("POST", "/topic/{name}", new KatarCreate(broker));
        router.add("PUT", "/topic/{name}", new KatarChange(broker, true));
        router.add("PATCH", "/topic/{name}", new KatarChange(broker, false));
        router.add("DELETE", "/topic/{name}", new KatarDelete(broker));
    }

    @Override
    public byte[] openApi() {
        return OpenApiDocument.partOf(Katar.class);
    }
}
