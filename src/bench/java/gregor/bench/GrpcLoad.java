package gregor.bench;

import module java.base;

import com.google.protobuf.ByteString;
import gregor.ancestor.minikafka.MiniKafkaService;
import gregor.ancestor.minikafka.proto.MiniKafkaGrpc;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.MsgNumber;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Payload;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.ProduceRequest;
import gregor.ancestor.minikafka.proto.MiniKafkaMessages.Topic;
import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.FsyncPolicy;
import gregor.grpc.GrpcChannel;
import gregor.grpc.GrpcDoor;
import gregor.grpc.GrpcSettings;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;

/// Unary Produce beside a gRPC service that answers a constant: calls per second and how long they take.
///
/// Each server is a process of its own, all of them are there from the first round to the last, and they have their
/// turns one after the other, so that what disturbs one disturbs all. Eight clients with a connection each, one call
/// at a time, 100 bytes.
///
///     src/bench/grpc [rounds] [seconds of a round]
public final class GrpcLoad {
    private static final int CLIENTS = 8;
    private static final List<String> SERVERS = List.of("constant", "memory", "never", "always");

    private GrpcLoad() {}

    /// Drives the servers, or is one of them.
    public static void main(String... args) throws Exception {
        if (args.length == 2 && args[0].equals("serve")) {
            serve(args[1]);
        } else {
            drive(args.length > 0 ? Integer.parseInt(args[0]) : 7, args.length > 1 ? Double.parseDouble(args[1]) : 3);
        }
    }

    private static void serve(String what) throws Exception {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int port;
        if (what.equals("constant")) {
            port = NettyServerBuilder.forAddress(here).executor(Executors.newVirtualThreadPerTaskExecutor())
                    .addService(new Constant()).build().start().getPort();
        } else {
            Path folder = Files.createTempDirectory(Path.of(System.getProperty("gregor.home"), "target"), "grpc-load");
            BrokerSettings settings = what.equals("memory")
                    ? BrokerSettings.inMemory(folder)
                    : BrokerSettings.in(folder)
                            .with(what.equals("never") ? FsyncPolicy.never() : FsyncPolicy.everyAppend());
            Broker broker = Broker.open(settings);
            port = GrpcDoor.open(broker, GrpcSettings.at(here), new MiniKafkaService(broker)).address().getPort();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        }
        System.out.println(port);
        System.in.read();
        System.exit(0);
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (java.io.IOException e) {
            System.err.println("delete " + folder + " by hand: " + e);
        }
    }

    private static final class Constant extends MiniKafkaGrpc.MiniKafkaImplBase {
        @Override
        public void produce(ProduceRequest request, StreamObserver<MsgNumber> client) {
            client.onNext(MsgNumber.newBuilder().setMsgNumber(1).build());
            client.onCompleted();
        }
    }

    /// What a round has given.
    private record Round(double perSecond, double p50, double p99) {}

    private static void drive(int rounds, double seconds) throws Exception {
        var processes = new ArrayList<Process>();
        var ports = new LinkedHashMap<String, Integer>();
        var results = new LinkedHashMap<String, List<Round>>();
        try {
            for (String server : SERVERS) {
                Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-Dgregor.home=" + System.getProperty("gregor.home"),
                        "-cp", System.getProperty("java.class.path"), GrpcLoad.class.getName(), "serve", server)
                        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
                processes.add(process);
                ports.put(server, Integer.parseInt(process.inputReader().readLine()));
                results.put(server, new ArrayList<>());
            }
            for (int round = -2; round < rounds; round++) {
                for (String server : SERVERS) {
                    Round result = load(ports.get(server), seconds);
                    if (round >= 0) {
                        results.get(server).add(result);
                    }
                }
            }
        } finally {
            processes.forEach(Process::destroy);
        }
        print(results);
    }

    private static Round load(int port, double seconds) throws Exception {
        var request = ProduceRequest.newBuilder().setTopic(Topic.newBuilder().setTopic("load"))
                .setPayload(Payload.newBuilder().setPayload(ByteString.copyFrom(new byte[100]))).build();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var clients = new ArrayList<Future<long[]>>();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> calls(address, request, seconds)));
            }
        }
        var all = new ArrayList<long[]>();
        for (Future<long[]> client : clients) {
            all.add(client.get());
        }
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Round(nanos.length / seconds, nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    /// The first call connects, and does not count.
    private static long[] calls(InetSocketAddress address, ProduceRequest request, double seconds) {
        var nanos = new long[1 << 20];
        int count = 0;
        try (var connection = GrpcChannel.to(address)) {
            var stub = MiniKafkaGrpc.newBlockingStub(connection.channel());
            stub.produce(request);
            long end = System.nanoTime() + (long) (seconds * 1e9);
            for (long before = System.nanoTime(); before < end;) {
                stub.produce(request);
                long now = System.nanoTime();
                nanos[count++] = now - before;
                before = now;
            }
        }
        return Arrays.copyOf(nanos, count);
    }

    private static void print(Map<String, List<Round>> results) {
        List<Round> constant = results.get("constant");
        System.out.printf("%-10s %10s %8s %8s  %s%n", "server", "calls/s", "p50 ms", "p99 ms",
                "beside the constant, round by round: median (least, most)");
        results.forEach((server, rounds) -> {
            double[] ratios = new double[rounds.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = rounds.get(i).perSecond() / constant.get(i).perSecond();
            }
            Arrays.sort(ratios);
            System.out.printf("%-10s %10.0f %8.2f %8.2f  %.2f (%.2f, %.2f)%n", server,
                    median(rounds.stream().mapToDouble(Round::perSecond).toArray()),
                    median(rounds.stream().mapToDouble(Round::p50).toArray()),
                    median(rounds.stream().mapToDouble(Round::p99).toArray()), ratios[ratios.length / 2], ratios[0],
                    ratios[ratios.length - 1]);
        });
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
