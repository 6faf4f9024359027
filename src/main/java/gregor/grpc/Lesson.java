package gregor.grpc;

import static gregor.list.Picture.draw;

import gregor.ancestor.minikafka.ConsumeClient;
import gregor.ancestor.minikafka.ProduceClient;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorGrpc.GregorBlockingStub;
import gregor.grpc.proto.GregorMessages.DescribeGroupRequest;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.list.Event;
import gregor.list.Sample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lesson 12 on real data: four weeks of deliveries through a door with a contract, to readers of every kind.
public final class Lesson {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int BATCH = 500;

    private Lesson() {}

    /// Tells the story.
    public static void main(String... args) throws InterruptedException {
        Path archive = Sample.home().resolve("data/archive/grpc");
        var here = GrpcSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(archive)); GrpcDoor door = GrpcDoor.open(broker, here);
                GrpcChannel connection = GrpcChannel.to(door.address())) {
            System.out.println("A door with a contract is open, for this machine alone.");
            miniKafka(broker, connection);
            deliveries(broker, connection);
            ways(broker, connection);
        }
    }

    private static void miniKafka(Broker broker, GrpcChannel connection) {
        var client = new ProduceClient(connection, "late");
        List<Event> late = Sample.deliveries().stream().filter(event -> event.text().contains("--late--")).limit(1000)
                .toList();
        late.forEach(event -> client.send(event.value()));
        var reader = new ConsumeClient(connection, "late");
        int read = reader.poll().size();
        System.out.printf("%nMiniKafka's client: %d late deliveries sent, %d read; the next number is %d.%n",
                late.size(), read, reader.readFrom());
        System.out.println("What the broker has of it:");
        draw(broker.partition("late", 0));
    }

    /// The truck is the key, so all of a truck's deliveries are in one partition; two readers share the partitions.
    private static void deliveries(Broker broker, GrpcChannel connection) {
        broker.createTopic("deliveries", 4, Map.of());
        List<Event> deliveries = Sample.deliveries();
        GregorBlockingStub server = GregorGrpc.newBlockingStub(connection.channel());
        for (int from = 0; from < deliveries.size(); from += BATCH) {
            var request = ProduceRequest.newBuilder().setTopic("deliveries");
            deliveries.subList(from, Math.min(from + BATCH, deliveries.size()))
                    .forEach(event -> request.addEvents(ProtoMapper.message(event)));
            server.produce(request.build());
        }
        var start = Start.newBuilder().addTopics("deliveries").setGroup("billing");
        try (var one = new EventStream(connection, start.setClient("one").build())) {
            one.next(LONG);
            try (var two = new EventStream(connection, start.setClient("two").build())) {
                long read = readAll(one, two, deliveries.size());
                System.out.printf("%n%d deliveries with their keys, in 4 partitions."
                        + " Two members of a group have read %d.%n",
                        deliveries.size(), read);
                server.describeGroup(DescribeGroupRequest.newBuilder().setGroup("billing").build()).getSharesList()
                        .forEach(share -> System.out.printf("  %s-%d: goes on at %d of %d, read by %s%n",
                                share.getTopic(), share.getPartition(),
                                share.getCommitted(), share.getEnd(), share.getMember()));
            }
        }
    }

    /// What was read before the second one came is read again by somebody, unless it was committed.
    private static long readAll(EventStream one, EventStream two, long all) {
        long[] next = new long[4];
        long sum = 0;
        while (sum < all) {
            take(one, next);
            take(two, next);
            sum = next[0] + next[1] + next[2] + next[3];
        }
        return sum;
    }

    private static void take(EventStream reader, long[] next) {
        Optional<Entries> entries = reader.entries(Duration.ofMillis(20));
        entries.ifPresent(some -> {
            int partition = some.getPartition();
            next[partition] = Math.max(next[partition], some.getEntries(some.getEntriesCount() - 1).getOffset() + 1);
            reader.commit(some.getTopic(), partition, next[partition]);
        });
    }

    private static void ways(Broker broker, GrpcChannel connection) throws InterruptedException {
        var ways = new DeliveryComparison(broker, connection, 50, Duration.ofMillis(10));
        ways.longPoll();
        System.out.println("\n50 pieces of news, one every 10 ms. Measured just now, roughly:");
        show("pull, every 50 ms", ways.pull(Duration.ofMillis(50)));
        show("pull, every ms", ways.pull(Duration.ofMillis(1)));
        show("long poll", ways.longPoll());
        show("push", ways.push());
    }

    private static void show(String way, DeliveryComparison.Result result) {
        System.out.printf("  %-18s %5d requests, %5d of them for nothing; news is %6.2f ms old%n",
                way, result.requests(), result.empty(),
                result.delay().toNanos() / 1e6);
    }
}
