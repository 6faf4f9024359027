package gregor.graduate;

import module java.base;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/// Ends a run that follows the source when another run has cut over. Several threads may ask it; it asks the source once
/// a second.
final class CutOverWatch implements BooleanSupplier {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final ClusterConnection source;
    private final List<ConfigResource> topics;
    private final BooleanSupplier stop;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private volatile boolean hasCutOver;

    /// @param stop another reason to end
    CutOverWatch(ClusterConnection source, MovePlan plan, BooleanSupplier stop) {
        this.source = source;
        topics = plan.topics().stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        this.stop = stop;
    }

    @Override
    public boolean getAsBoolean() {
        long due = next.get();
        long now = System.nanoTime();
        if (!hasCutOver && now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
            hasCutOver = ClusterConnection.get(source.admin().describeConfigs(topics).all()).values().stream()
                    .anyMatch(CutOverWatch::refusesWrites);
        }
        return hasCutOver || stop.getAsBoolean();
    }

    private static boolean refusesWrites(Config topic) {
        ConfigEntry movedTo = topic.get(Move.MOVED_TO);
        return movedTo != null && movedTo.value() != null && !movedTo.value().isEmpty();
    }
}
