package gregor.http;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What can be measured, for Prometheus. Any thread may call it.
final class Metrics implements HttpHandler, AutoCloseable {
    private record Kind(String path, String method, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final Broker broker;
    private final MultiGauge starts = gauge("gregor.log.start", "the earliest offset that can be read");
    private final MultiGauge ends = gauge("gregor.log.end", "the offset that the next event will get");
    private final MultiGauge sizes = gauge("gregor.log.bytes", "how much a log holds");
    private final MultiGauge lags = gauge("gregor.group.lag", "how many offsets a group is behind");

    Metrics(Broker broker) {
        this.broker = broker;
        Gauge.builder("gregor.http.streams", streams, AtomicInteger::get)
                .description("how many clients listen to a stream").register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /// Counts a request.
    ///
    /// @param path as it is written in a list of them, so that a thousand names are one
    void answered(String path, String method, int status, long nanos) {
        String known = method.length() <= 7 ? method : "other";
        timers.computeIfAbsent(new Kind(path, known, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("gregor.http.requests").description("how long requests took")
                .tags("path", kind.path(), "method", kind.method(), "status", "" + kind.status())
                .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100))
                .register(registry);
    }

    /// Counts those who listen.
    AtomicInteger streams() {
        return streams;
    }

    /// Looks at all logs and groups, and writes everything down.
    @Override
    public synchronized Reply answer(HttpExchange call) {
        List<Status.PartitionStatus> parts = Status.parts(broker);
        starts.register(parts.stream().<MultiGauge.Row<?>>map(part -> MultiGauge.Row.of(tags(part), part.start()))
                .toList(), true);
        ends.register(parts.stream().<MultiGauge.Row<?>>map(part -> MultiGauge.Row.of(tags(part), part.end())).toList(),
                true);
        sizes.register(parts.stream().<MultiGauge.Row<?>>map(part -> MultiGauge.Row.of(tags(part), part.bytes()))
                .toList(), true);
        lags.register(Status.lags(broker).stream().<MultiGauge.Row<?>>map(lag -> MultiGauge.Row.of(
                Tags.of("group", lag.group(), "topic", lag.topic(), "partition", "" + lag.partition()), lag.events()))
                .toList(), true);
        return Reply.of("text/plain; version=0.0.4; charset=utf-8", Utf8.bytes(registry.scrape()));
    }

    private static Tags tags(Status.PartitionStatus part) {
        return Tags.of("topic", part.topic(), "partition", "" + part.partition());
    }

    @Override
    public void close() {
        registry.close();
    }
}
