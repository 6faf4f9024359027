package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.broker.BrokerSettings;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Long requests wait for a thread; short ones overtake them, and those of clients that have gone end.
@Timeout(20)
class HeavyRequestsTest {
    private static final int LARGE = 1 << 20;
    private static final long LONG = TimeUnit.SECONDS.toNanos(100);

    @TempDir
    private Path folder;
    private final HeavyRequests heavy = new HeavyRequests();
    private final CountDownLatch begun = new CountDownLatch(2);
    private final Semaphore end = new Semaphore(0);
    private final List<String> answered = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        end.release(2);
        heavy.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void occupyThreads() {
        for (int i = 0; i < 2; i++) {
            Thread.startVirtualThread(() -> heavy.read(LONG, () -> false, () -> {
                begun.countDown();
                end.acquireUninterruptibly();
                return null;
            }));
        }
        await(begun);
    }

    private CompletableFuture<String> later(long steps, String name) {
        return CompletableFuture.supplyAsync(() -> heavy.read(steps, () -> false, () -> {
            answered.add(name);
            return name;
        }), task -> Thread.startVirtualThread(task));
    }

    @Test
    void aWaitingRequestOfAClientThatHasGoneIsDropped() {
        occupyThreads();
        assertThatThrownBy(() -> heavy.answer(ApiKeys.METADATA, LARGE, () -> true, () -> answered.add("gone")))
                .isInstanceOf(CloseConnectionException.class).hasMessageContaining("gone");
        end.release(2);
        assertThat(heavy.<Boolean>answer(ApiKeys.METADATA, LARGE, () -> true, () -> answered.add("next"))).isTrue();
        assertThat(answered).containsExactly("next");
    }

    @Test
    void aShortRequestOvertakesALongOne() {
        occupyThreads();
        var slow = later(LONG, "long");
        var quick = later(TimeUnit.SECONDS.toNanos(1), "short");
        // Both wait when a third one has been dropped, which takes longer than their threads need to begin.
        assertThatThrownBy(() -> heavy.read(LONG, () -> true, () -> null)).isInstanceOf(CloseConnectionException.class);
        end.release();
        assertThat(quick.join() + slow.join()).isEqualTo("shortlong");
        assertThat(answered.getFirst()).isEqualTo("short");
    }

    @Test
    void waitingRequestsEndWithTheDoor() {
        occupyThreads();
        var waiting = later(LONG, "waiting");
        assertThatThrownBy(() -> heavy.read(LONG, () -> true, () -> null)).isInstanceOf(CloseConnectionException.class);
        heavy.close();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CloseConnectionException.class);
    }

    /// Works until its client has gone.
    @Serves(api = ApiKeys.LIST_GROUPS, oldest = 4, newest = 4)
    private record EndlessApi(CountDownLatch begun, CountDownLatch ended) implements Api<ListGroupsRequestData> {
        @Override
        public Optional<ApiMessage> answer(ListGroupsRequestData request, RequestContext context) {
            begun.countDown();
            try {
                while (context.isAuthorized(AclOperation.READ, ResourceType.GROUP, "g")) {
                    Thread.onSpinWait();
                }
                return Optional.empty();
            } finally {
                ended.countDown();
            }
        }
    }

    @Test
    void aRunningRequestEndsWhenItsClientHasGone() throws Exception {
        var ended = new CountDownLatch(1);
        var running = new CountDownLatch(1);
        var settings = KafkaSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (KafkaDoor door = KafkaDoor.open(settings, List.of(new EndlessApi(running, ended)))) {
            try (var client = new RawClient(door)) {
                client.send(RawClient.frame(ApiKeys.LIST_GROUPS, 4, 1,
                        new ListGroupsRequestData().setStatesFilter(Collections.nCopies(1_000, "x".repeat(100)))));
                await(running);
                assertThat(ended.getCount()).isOne();
            }
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// A fetch waits for appends, up to ten minutes.
    @Test
    void aWaitingFetchEndsWhenItsClientHasGone() throws Exception {
        try (var server = new KafkaTestServer(BrokerSettings.inMemory(folder))) {
            server.broker.createTopic("words", 1, Map.of());
            var fetch = new FetchRequestData().setMaxWaitMs(600_000).setMinBytes(1)
                    .setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("words")
                            .setPartitions(List.of(new FetchRequestData.FetchPartition()))));
            try (var client = new RawClient(server.door)) {
                client.send(RawClient.frame(ApiKeys.FETCH, 12, 1, fetch));
                while (server.door.connections().isEmpty()) {
                    Thread.onSpinWait();
                }
            }
            while (!server.door.connections().isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }
}
