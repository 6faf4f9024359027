package gregor.http;

import module java.base;

import gregor.broker.Broker;
import gregor.list.Utf8;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// `GET /metrics`: metrics in the text format of Prometheus. Any thread may call it.
final class Metrics implements HttpHandler, AutoCloseable {
    private record TimerKey(String path, String method, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final Broker broker;
    private final MultiGauge starts = gauge("gregor.log.start", "earliest offset that can be read");
    private final MultiGauge ends = gauge("gregor.log.end", "offset of the next event");
    private final MultiGauge sizes = gauge("gregor.log.bytes", "size of the log");
    private final MultiGauge lags = gauge("gregor.group.lag", "offsets that a group is behind");

    Metrics(Broker broker) {
        this.broker = broker;
        Gauge.builder("gregor.http.streams", streams, AtomicInteger::get).description("open streams")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /// @param path the path of the route, with `{name}` for a name, so that the number of metrics is bounded
    void answered(String path, String method, int status, long nanos) {
        String known = method.length() <= 7 ? method : "other";
        timers.computeIfAbsent(new TimerKey(path, known, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(TimerKey key) {
        return Timer.builder("gregor.http.requests").description("time to answer requests")
                .tags("path", key.path(), "method", key.method(), "status", "" + key.status())
                .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100))
                .register(registry);
    }

    AtomicInteger streams() {
        return streams;
    }

    @Override
    public synchronized Reply answer(HttpExchange call) {
        List<Status.PartitionStatus> parts = Status.partitions(broker);
        register(starts, parts, Status.PartitionStatus::start);
        register(ends, parts, Status.PartitionStatus::end);
        register(sizes, parts, Status.PartitionStatus::bytes);
        lags.register(Status.lags(broker)
                .stream().<MultiGauge.Row<?>>map(lag -> MultiGauge.Row.of(
                        Tags.of("group", lag.group(), "topic", lag.topic(), "partition", "" + lag.partition()),
                        lag.events()))
                .toList(), true);
        return Reply.of("text/plain; version=0.0.4; charset=utf-8", Utf8.bytes(registry.scrape()));
    }

    private static void register(MultiGauge gauge, List<Status.PartitionStatus> parts,
            ToLongFunction<Status.PartitionStatus> number) {
        gauge.register(parts.stream().<MultiGauge.Row<?>>map(part -> MultiGauge.Row
                .of(Tags.of("topic", part.topic(), "partition", "" + part.partition()), number.applyAsLong(part)))
                .toList(), true);
    }

    @Override
    public void close() {
        registry.close();
    }
}
