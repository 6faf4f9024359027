package gregor.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Does the chores of a broker: those of each partition, one after the other, those of the groups, and the
/// statistics. What goes wrong with one partition is written down, and the next one has its turn.
///
/// It has no clock of its own and never waits. One thread at a time may call it.
final class Housekeeper {
    private final TopicRegistry register;
    private final Function<String, Optional<TopicRecord>> rows;
    private final Groups groups;
    private final Journal journal;
    private final Archives archives;
    private final Catalog catalog;
    private final BrokerSettings settings;
    private final Map<Partition, PartitionHousekeeper> chores = new HashMap<>();

    /// @param rows what is known of a topic now; empty if it is gone
    Housekeeper(TopicRegistry register, Function<String, Optional<TopicRecord>> rows, Groups groups, Journal journal,
            Archives archives, Catalog catalog, BrokerSettings settings) {
        this.register = register;
        this.rows = rows;
        this.groups = groups;
        this.journal = journal;
        this.archives = archives;
        this.catalog = catalog;
        this.settings = settings;
    }

    /// Does all that is due now, unless it is told to stop.
    void run(BooleanSupplier goOn) {
        groups.expire();
        chores.keySet().removeIf(partition -> register.partition(partition.name()).filter(partition::equals).isEmpty());
        for (Partition partition : register.partitions()) {
            if (goOn.getAsBoolean() && partition.isOpen()) {
                rows.apply(partition.name().topic()).ifPresent(row -> upkeep(partition, row, goOn));
            }
        }
        if (Duration.between(journal.begin(), settings.clock().instant()).compareTo(settings.statistics()) >= 0) {
            journal.statistics(register.partitions());
        }
    }

    private void upkeep(Partition partition, TopicRecord row, BooleanSupplier goOn) {
        chores.computeIfAbsent(partition,
                absent -> new PartitionHousekeeper(partition, row.id(), archives, catalog, settings.clock()))
                .run(BrokerTopicConfigs.standard(settings.fsync()).with(row.settings()), goOn)
                .ifPresent(news -> journal.happened("upkeep", partition.name() + ": " + news));
    }
}
