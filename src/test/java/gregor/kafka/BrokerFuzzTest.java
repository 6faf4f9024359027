package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changed requests by the socket to a whole broker with a small heap, while well-behaved clients use it. Most keep
/// their form: elements and texts are multiplied, numbers replaced. A request may take [SteadyClients#LIMIT] at most;
/// one that waits on purpose is not counted. 500 requests, 30,000 with `-Dgregor.prove=true`; `-Dgregor.seed` replays.
class BrokerFuzzTest {
    private static final boolean PROVE = Boolean.getBoolean("gregor.prove");
    private static final int REQUESTS = PROVE ? 30_000 : 500;
    private static final int CLIENTS = 4;
    private static final long SEED = Long.getLong("gregor.seed", System.nanoTime());
    private static final int ANSWER_MS = 200;
    private static final long MAX_LIVE_MEGABYTES = 250;

    @TempDir
    private Path folder;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean running = true;

    @Test
    void othersDoNotNoticeChangedRequests() throws Exception {
        try (var broker = BrokerProcess.start(folder, "512m", "--max-partitions", "4000");
                var clients = new SteadyClients(broker.address(), Map.of());
                var threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<byte[]> recorded = RecordedRequests.of(broker.socketAddress());
            List<Future<?>> all = IntStream.range(0, CLIENTS).<Future<?>>mapToObj(number -> threads.submit(() -> {
                send(broker.socketAddress(), recorded, new Random(SEED + number));
                return null;
            })).toList();
            while (!all.stream().allMatch(Future::isDone)) {
                String waits = watch(broker, clients);
                System.out.println("BrokerFuzzTest: seed " + SEED + ", " + sent + " requests; longest waits: " + waits);
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(broker.errors()).as("standard error; seed %d", SEED).isEmpty();
            assertThat(broker.liveMegabytes()).as("MiB that the broker keeps; seed %d", SEED)
                    .isLessThan(MAX_LIVE_MEGABYTES);
        }
    }

    private String watch(BrokerProcess broker, SteadyClients clients) throws InterruptedException, IOException {
        try {
            return clients.watch(Duration.ofSeconds(PROVE ? 30 : 2));
        } catch (AssertionError e) {
            running = false;
            throw new AssertionError("seed " + SEED + ", after " + sent + " requests"
                    + (broker.isAlive() ? "" : "; the broker has ended") + "\n" + broker.errors()
                    + (broker.isAlive() ? broker.threads() : ""), e);
        }
    }

    private void send(InetSocketAddress broker, List<byte[]> recorded, Random random) {
        var trees = new SchemaRequests(random);
        for (int i = 0; running && i < REQUESTS / CLIENTS; i++) {
            byte[] frame = frame(recorded, trees, random);
            try (var socket = new Socket(broker.getAddress(), broker.getPort())) {
                socket.setSoTimeout(ANSWER_MS);
                socket.getOutputStream().write(
                        ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array());
                sent.incrementAndGet();
                if (random.nextInt(3) > 0) {
                    socket.getInputStream().read(new byte[1 << 12]);
                }
            } catch (IOException e) {
                // The broker has closed the connection, or the request waits.
            }
        }
    }

    private static byte[] frame(List<byte[]> recorded, SchemaRequests trees, Random random) {
        if (random.nextInt(4) == 0) {
            return FrameChanges.changed(recorded, random);
        }
        SchemaRequests.Tree tree = random.nextBoolean()
                ? made(trees, random)
                : SchemaRequests.read(recorded.get(random.nextInt(recorded.size())));
        trees.change(tree);
        try {
            return tree.frame();
        } catch (RuntimeException e) {
            throw new AssertionError("cannot write " + tree, e);
        }
    }

    private static SchemaRequests.Tree made(SchemaRequests trees, Random random) {
        ApiKeys api = Attackers.SERVED.get(random.nextInt(Attackers.SERVED.size()));
        int versions = api.latestVersion() - api.oldestVersion() + 1;
        return trees.make(api, (short) (api.oldestVersion() + random.nextInt(versions)));
    }
}
