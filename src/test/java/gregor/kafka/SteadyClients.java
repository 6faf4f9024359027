package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Well-behaved clients of a broker that others attack: a producer, a consumer in a group, and an administrator that
/// connects again and again. Measures how long each of them waits, and fails when one waits too long or a record is
/// lost.
final class SteadyClients implements AutoCloseable {
    /// How long a request of a well-behaved client may take: 3 s beside other work on the machine, and 1 s on a quiet
    /// machine with `-Dgregor.prove=true`; `-Dgregor.watchdog` overrides it, in ms.
    static final Duration LIMIT = Duration
            .ofMillis(Long.getLong("gregor.watchdog", Boolean.getBoolean("gregor.prove") ? 1_000 : 3_000));
    static final String TOPIC = "steady-events";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WARM_UP_CALLS = 10;

    private final Map<String, Object> settings;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Step> steps = List.of(new Step("produce"), new Step("poll"), new Step("connect"),
            new Step("send a large request"));
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private final Duration limit;
    private volatile boolean writing = true;
    private volatile boolean running = true;

    /// What one of the clients does over and over, and how long it took.
    private static final class Step {
        private final String name;
        private volatile long since;
        private volatile long longest;
        private final List<Long> all = Collections.synchronizedList(new ArrayList<>());

        Step(String name) {
            this.name = name;
        }

        void run(Callable<?> call) throws Exception {
            since = System.nanoTime();
            call.call();
            all.add(System.nanoTime() - since);
            longest = Math.max(longest, all.getLast());
            since = 0;
        }

        Duration waited() {
            long begin = since;
            return Duration.ofNanos(Math.max(longest, begin == 0 ? 0 : System.nanoTime() - begin));
        }

        /// Returns the time within which a share of the calls since the start ended.
        Duration percentile(double share) {
            List<Long> sorted = new ArrayList<>(List.copyOf(all));
            Collections.sort(sorted);
            return sorted.isEmpty() ? waited() : Duration.ofNanos(sorted.get((int) (share * (sorted.size() - 1))));
        }
    }

    /// A task that may fail.
    private interface Task {
        void run() throws Exception;
    }

    /// @param login client settings besides the address
    SteadyClients(String address, Map<String, Object> login) throws Exception {
        this(address, login, LIMIT);
    }

    /// @param limit how long a client may wait
    SteadyClients(String address, Map<String, Object> login, Duration limit) throws Exception {
        this.limit = limit;
        settings = new HashMap<>(login);
        settings.putAll(Map.of("bootstrap.servers", address, "reconnect.backoff.ms", 20, "reconnect.backoff.max.ms",
                100, "retry.backoff.ms", 20));
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        start(this::write);
        start(this::read);
        start(this::connect);
        start(this::askLarge);
        warmUp();
    }

    /// Waits until each client has done its work a few times: a just started JVM interprets its code, and loads the
    /// classes of TLS and of the login, which takes over a second and has nothing to do with an attack.
    private void warmUp() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (failures.isEmpty() && steps.stream().anyMatch(step -> step.all.size() < WARM_UP_CALLS)) {
            assertThat(System.nanoTime()).as("end of the time in which the clients have to start").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void start(Task task) {
        threads.add(Thread.startVirtualThread(() -> {
            try {
                task.run();
            } catch (Exception | Error e) {
                failures.add(e);
            }
        }));
    }

    private void write() throws Exception {
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            while (writing) {
                steps.get(0).run(() -> producer.send(new ProducerRecord<>(TOPIC, "" + sent.get())).get());
                sent.incrementAndGet();
                Thread.sleep(5);
            }
        }
    }

    private void read() throws Exception {
        var all = new HashMap<>(settings);
        all.putAll(Map.of("group.id", "steady-group", "auto.offset.reset", "earliest", "auto.commit.interval.ms", 200));
        try (var consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (running) {
                steps.get(1).run(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
                    return null;
                });
            }
        }
    }

    private void connect() throws Exception {
        while (running) {
            steps.get(2).run(() -> {
                try (Admin admin = Admin.create(settings)) {
                    return admin.describeTopics(List.of(TOPIC)).allTopicNames().get();
                }
            });
            Thread.sleep(200);
        }
    }

    /// A request of about 100 kB, which the broker does not process among the small ones.
    private void askLarge() throws Exception {
        var topics = IntStream.range(0, 2_000)
                .mapToObj(number -> new NewTopic("a-topic-that-is-never-created-" + number, 1, (short) 1)).toList();
        try (Admin admin = Admin.create(settings)) {
            while (running) {
                steps.get(3).run(
                        () -> admin.createTopics(topics, new CreateTopicsOptions().validateOnly(true)).all().get());
                Thread.sleep(500);
            }
        }
    }

    /// Watches the clients for a time, and returns the longest wait of each, such as `produce 12 ms`.
    ///
    /// @throws AssertionError if a client fails, or waits for longer than the limit
    String watch(Duration time) throws InterruptedException {
        steps.forEach(step -> step.longest = 0);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            check();
            Thread.sleep(20);
        }
        return String.join(", ",
                steps.stream().map(step -> step.name + " " + step.waited().toMillis() + " ms").toList());
    }

    /// Returns the percentiles of all waits since the start, such as `produce p50 3 ms, p99 20 ms, max 90 ms`.
    String percentiles() {
        return String.join("; ", steps.stream()
                .map(step -> step.name + " p50 " + step.percentile(0.5).toMillis() + " ms, p99 "
                        + step.percentile(0.99).toMillis() + " ms, max " + step.percentile(1).toMillis() + " ms")
                .toList());
    }

    /// Returns the longest of the times within which 99 of 100 calls of each client ended.
    Duration p99() {
        return steps.stream().map(step -> step.percentile(0.99)).max(Duration::compareTo).orElseThrow();
    }

    private void check() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a well-behaved client failed", failures.getFirst());
        }
        for (Step step : steps) {
            assertThat(step.waited()).as("how long a well-behaved client waited to %s", step.name).isLessThan(limit);
        }
    }

    /// Ends, and fails if not each acknowledged record has been read once and in order.
    @Override
    public void close() {
        try {
            finish();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while the clients finish", e);
        }
    }

    private void finish() throws InterruptedException {
        writing = false;
        threads.getFirst().join();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (read.size() < sent.get() && System.nanoTime() < end && failures.isEmpty()) {
            Thread.sleep(20);
        }
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        check();
        assertThat(read).isEqualTo(IntStream.range(0, sent.get()).mapToObj(Integer::toString).toList());
    }
}
