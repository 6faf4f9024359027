package gregor.replica.scenario;

import module java.base;

import com.yammer.metrics.core.Meter;
import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.MetricName;
import com.yammer.metrics.core.MetricsRegistryListener;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/// What brokers and controllers of Apache Kafka in this process count together, also those that have been stopped.
final class RealMetrics implements MetricsRegistryListener, AutoCloseable {
    private final Map<MetricName, Set<Meter>> meters = new ConcurrentHashMap<>();
    private final Map<Meter, Long> before = new ConcurrentHashMap<>();

    RealMetrics() {
        KafkaYammerMetrics.defaultRegistry().addListener(this);
    }

    @Override
    public void onMetricAdded(MetricName name, Metric metric) {
        if (metric instanceof Meter meter) {
            before.putIfAbsent(meter, meter.count());
            meters.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet()).add(meter);
        }
    }

    @Override
    public void onMetricRemoved(MetricName name) {
        // the broker has been stopped; what it counted remains
    }

    /// Returns how often something has happened since these metrics were created.
    long count(String type, String name) {
        return counts(metric -> metric.getType().equals(type) && metric.getName().equals(name)).values().stream()
                .mapToLong(Long::longValue).sum();
    }

    /// Returns the errors with which brokers answered Produce requests.
    String produceErrors() {
        return counts(
                metric -> metric.getName().equals("ErrorsPerSec") && metric.getMBeanName().contains("request=Produce,"))
                .entrySet().stream().filter(each -> each.getValue() > 0)
                .map(each -> each.getKey().getMBeanName().replaceFirst(".*error=", ""))
                .filter(each -> !each.equals("NONE")).sorted().collect(Collectors.joining(" "));
    }

    private Map<MetricName, Long> counts(Predicate<MetricName> wanted) {
        return meters.entrySet().stream().filter(each -> wanted.test(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey,
                        each -> each.getValue().stream().mapToLong(meter -> meter.count() - before.get(meter)).sum()));
    }

    @Override
    public void close() {
        KafkaYammerMetrics.defaultRegistry().removeListener(this);
    }
}
