package gregor.ancestor.wafka;

import module java.base;

import gregor.ancestor.UnsupportedEventException;
import gregor.broker.Broker;
import gregor.http.HttpModule;
import gregor.http.OpenApiDocument;
import gregor.http.Router;
import gregor.topic.Partitioner;
import gregor.topic.RoundRobinPartitioner;

/// Wafka's requests, `/events` and `/broker`, as a module of an HTTP door.
public final class Wafka implements HttpModule {
    private final Broker broker;
    private final Partitioner strategy;

    private Wafka(Broker broker, Partitioner strategy) {
        this.broker = broker;
        this.strategy = strategy;
    }

    /// Serves the topics of a broker, with their partitions in turn.
    public static HttpModule module(Broker broker) {
        return module(broker, new RoundRobinPartitioner());
    }

    /// Serves the topics of a broker.
    ///
    /// @param strategy chooses the partition of an event whose request names no field
    public static HttpModule module(Broker broker, Partitioner strategy) {
        return new Wafka(broker, strategy);
    }

    @Override
    public void addRoutes(Router router) {
        router.add("POST", "/events", router.idempotent(new WafkaPost(broker, strategy)));
        router.add("GET", "/broker/{id}", new WafkaState(broker));
    }

    @Override
    public byte[] openApi() {
        return OpenApiDocument.partOf(Wafka.class);
    }

    @Override
    public OptionalInt status(RuntimeException failure) {
        return switch (failure) {
            case MissingFieldException e -> OptionalInt.of(400);
            case UnsupportedEventException e -> OptionalInt.of(413);
            default -> OptionalInt.empty();
        };
    }
}
