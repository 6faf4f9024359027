package gregor.grpc;

import module java.base;

import static gregor.list.Picture.draw;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.grpc.proto.GregorGrpc;
import gregor.grpc.proto.GregorGrpc.GregorBlockingStub;
import gregor.grpc.proto.GregorMessages.DescribeGroupRequest;
import gregor.grpc.proto.GregorMessages.Entries;
import gregor.grpc.proto.GregorMessages.FetchRequest;
import gregor.grpc.proto.GregorMessages.ProduceRequest;
import gregor.grpc.proto.GregorMessages.Start;
import gregor.list.Event;
import gregor.list.Sample;

/// Runs the lesson on the sample data: four weeks of deliveries over gRPC, to several kinds of readers.
public final class Lesson {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int BATCH = 500;
    private static final int PAGE_BYTES = 10_000;

    private Lesson() {}

    /// Runs the lesson.
    ///
    /// @throws InterruptedException if the thread is interrupted
    public static void main(String... args) throws InterruptedException {
        Path archive = Sample.home().resolve("data/archive/grpc");
        var here = GrpcSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (Broker broker = Broker.open(BrokerSettings.inMemory(archive));
                GrpcDoor door = GrpcDoor.open(broker, here);
                GrpcChannel channel = GrpcChannel.to(door.address())) {
            System.out.println("A gRPC door is open, for this machine only.");
            fetch(broker, channel);
            deliveries(broker, channel);
            compare(broker, channel);
        }
    }

    /// Sends each late delivery with a call of its own, and fetches them page by page.
    private static void fetch(Broker broker, GrpcChannel channel) {
        GregorBlockingStub server = GregorGrpc.newBlockingStub(channel.channel());
        List<Event> late = Sample.deliveries().stream().filter(event -> event.text().contains("--late--")).limit(1000)
                .toList();
        late.forEach(event -> server
                .produce(ProduceRequest.newBuilder().setTopic("late").addEvents(ProtoMapper.message(event)).build()));
        int pages = 0;
        long next = 0;
        for (; next < late.size(); pages++) {
            next = server
                    .fetch(FetchRequest.newBuilder().setTopic("late").setOffset(next).setMaxBytes(PAGE_BYTES).build())
                    .getNext();
        }
        System.out.printf("%nProduce and Fetch: %d late deliveries sent, one a call, and fetched in %d pages"
                + " of %d bytes; the next offset is %d.%n", late.size(), pages, PAGE_BYTES, next);
        System.out.println("The partition in the broker:");
        draw(broker.partition("late", 0));
    }

    /// Produces with the truck as key, so that each truck has one partition, and reads with two members of a group.
    private static void deliveries(Broker broker, GrpcChannel channel) {
        broker.createTopic("deliveries", 4, Map.of());
        List<Event> deliveries = Sample.deliveries();
        GregorBlockingStub server = GregorGrpc.newBlockingStub(channel.channel());
        for (int from = 0; from < deliveries.size(); from += BATCH) {
            var request = ProduceRequest.newBuilder().setTopic("deliveries");
            deliveries.subList(from, Math.min(from + BATCH, deliveries.size()))
                    .forEach(event -> request.addEvents(ProtoMapper.message(event)));
            server.produce(request.build());
        }
        var start = Start.newBuilder().addTopics("deliveries").setGroup("billing");
        try (var one = new ConsumeStream(channel, start.setClient("one").build())) {
            one.next(TIMEOUT);
            try (var two = new ConsumeStream(channel, start.setClient("two").build())) {
                long read = readAll(one, two, deliveries.size());
                System.out.printf(
                        "%n%d deliveries with their keys, in 4 partitions. Two members of a group have read %d.%n",
                        deliveries.size(), read);
                server.describeGroup(DescribeGroupRequest.newBuilder().setGroup("billing").build()).getSharesList()
                        .forEach(share -> System.out.printf("  %s-%d: committed offset %d of %d, read by %s%n",
                                share.getTopic(), share.getPartition(), share.getCommitted(), share.getEnd(),
                                share.getMember()));
            }
        }
    }

    /// Reads until all events have been read once. Uncommitted events from before the rebalance are read twice.
    private static long readAll(ConsumeStream one, ConsumeStream two, long all) {
        long[] next = new long[4];
        long sum = 0;
        while (sum < all) {
            readSome(one, next);
            readSome(two, next);
            sum = next[0] + next[1] + next[2] + next[3];
        }
        return sum;
    }

    private static void readSome(ConsumeStream reader, long[] next) {
        Optional<Entries> entries = reader.entries(Duration.ofMillis(20));
        entries.ifPresent(page -> {
            int partition = page.getPartition();
            next[partition] = Math.max(next[partition], page.getEntries(page.getEntriesCount() - 1).getOffset() + 1);
            reader.commit(page.getTopic(), partition, next[partition]);
        });
    }

    private static void compare(Broker broker, GrpcChannel channel) throws InterruptedException {
        var comparison = new DeliveryComparison(broker, channel, 50, Duration.ofMillis(10));
        comparison.longPoll();
        System.out.println("\n50 events, one every 10 ms; figures of this run:");
        show("pull, every 50 ms", comparison.pull(Duration.ofMillis(50)));
        show("pull, every ms", comparison.pull(Duration.ofMillis(1)));
        show("long poll", comparison.longPoll());
        show("push", comparison.push());
    }

    private static void show(String name, DeliveryComparison.Result result) {
        System.out.printf("  %-18s %5d requests, %5d of them without an event; median delay %6.2f ms%n", name,
                result.requests(), result.empty(), result.delay().toNanos() / 1e6);
    }
}
