package gregor.ancestor.wafka;

import gregor.broker.Broker;
import gregor.http.HttpModule;
import gregor.http.OpenApiDocument;
import gregor.http.Router;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Wafka's requests, `/events` and `/broker`, as a module of an HTTP door.
public final class Wafka implements HttpModule {
    private final Broker broker;
    private final Optional<WafkaFiles> files;

    private Wafka(Broker broker, Optional<WafkaFiles> files) {
        this.broker = broker;
        this.files = files;
    }

    /// Serves the topics of a broker.
    public static HttpModule module(Broker broker) {
        return new Wafka(broker, Optional.empty());
    }

    /// Serves the topics of a broker and copies their events to Wafka's files in a folder.
    public static HttpModule module(Broker broker, Path folder) {
        return new Wafka(broker, Optional.of(new WafkaFiles(broker, folder)));
    }

    @Override
    public void addRoutes(Router router) {
        router.add("POST", "/events",
                router.idempotent(new WafkaPost(broker, partition -> files.ifPresent(to -> to.copy(partition)))));
        router.add("GET", "/broker/{id}", new WafkaState(broker));
    }

    @Override
    public byte[] openApi() {
        return OpenApiDocument.partOf(Wafka.class);
    }

    @Override
    public OptionalInt status(RuntimeException failure) {
        return failure instanceof MissingFieldException ? OptionalInt.of(400) : OptionalInt.empty();
    }

    @Override
    public void close() {
        files.ifPresent(WafkaFiles::close);
    }
}
