package gregor.ancestor.kaf;

import module java.base;

import gregor.ancestor.UnsupportedEventException;
import gregor.broker.Broker;
import gregor.http.HttpModule;
import gregor.http.OpenApiDocument;
import gregor.http.Router;

/// Kaf's requests, `/put`, `/get` and `/archive`, as a module of an HTTP door.
public final class Kaf implements HttpModule {
    private final KafLogs logs;

    private Kaf(KafLogs logs) {
        this.logs = logs;
    }

    /// Serves the topics of a broker that have one partition.
    public static HttpModule module(Broker broker) {
        return new Kaf(new BrokerKafLogs(broker));
    }

    /// Serves the logs in a folder of Kaf's, with the fsync policy and the clock of a broker.
    ///
    /// @throws gregor.file.FormatException if the folder cannot be read
    public static HttpModule module(Broker broker, Path folder) {
        return new Kaf(new KafFolder(folder, broker.settings()));
    }

    @Override
    public void addRoutes(Router router) {
        router.addPlain("POST", "/put/{log}", router.idempotent(new KafPut(logs)));
        router.addPlain("GET", "/get/{log}", new KafGet(logs));
        router.addPlain("POST", "/archive/{log}", new KafArchive(logs));
    }

    @Override
    public byte[] openApi() {
        return OpenApiDocument.partOf(Kaf.class);
    }

    @Override
    public OptionalInt status(RuntimeException failure) {
        return failure instanceof UnsupportedEventException ? OptionalInt.of(413) : OptionalInt.empty();
    }

    @Override
    public void close() {
        logs.close();
    }
}
