package gregor.notebook;

import module java.base;

import gregor.broker.Broker;
import gregor.group.CommittedOffset;
import gregor.group.Lag;
import gregor.list.Log;
import gregor.rebalance.Group;
import gregor.topic.TopicPartition;

/// Tables of groups: committed offset, lag and owner of each partition. The first row is the head; without groups a
/// table is empty.
final class GroupTable {
    private GroupTable() {}

    static List<List<String>> of(Group group) {
        return withHead(rows(group, group.lag()));
    }

    static List<List<String>> of(Broker broker) {
        var rows = new ArrayList<List<String>>();
        names(broker).forEach(name -> rows.addAll(broker.groups().in(name, group -> rows(group, lag(broker, group)))));
        return withHead(rows);
    }

    /// Returns the groups of a broker if it has loaded them; loading them here would open a log.
    static Set<String> names(Broker broker) {
        return LogDrawer.core(broker.partition(Broker.OFFSETS, 0)) == null ? Set.of() : broker.groups().names();
    }

    /// Returns what [Group#lag] returns, for the partitions that are open.
    private static List<Lag> lag(Broker broker, Group group) {
        var partitions = new TreeSet<>(broker.groups().committedOffsets(group.name()).keySet());
        group.members().values().forEach(partitions::addAll);
        var lags = new ArrayList<Lag>();
        for (TopicPartition partition : partitions) {
            if (partition.partition() < broker.partitions(partition.topic())
                    && LogDrawer.core(broker.partition(partition)) instanceof Log log) {
                Optional<Long> committed = group.committed(partition).map(CommittedOffset::offset);
                lags.add(new Lag(partition, committed, log.end(),
                        Math.max(0, log.end() - committed.orElse(log.start())), owner(group, partition)));
            }
        }
        return lags;
    }

    private static Optional<String> owner(Group group, TopicPartition partition) {
        return group.members().entrySet().stream().filter(member -> member.getValue().contains(partition))
                .map(Map.Entry::getKey).findFirst();
    }

    private static List<List<String>> withHead(List<List<String>> rows) {
        if (!rows.isEmpty()) {
            rows.addFirst(List.of("group", "partition", "committed", "end", "lag", "owner"));
        }
        return rows;
    }

    private static List<List<String>> rows(Group group, List<Lag> lags) {
        var rows = new ArrayList<List<String>>();
        for (Lag lag : lags) {
            rows.add(List.of(group.name(), lag.partition().toString(),
                    lag.committed().map(String::valueOf).orElse("none"), String.valueOf(lag.end()),
                    String.valueOf(lag.events()), lag.owner().orElse("none")));
        }
        if (rows.isEmpty()) {
            rows.add(List.of(group.name(), group.state().toString().toLowerCase(Locale.ROOT), "", "", "",
                    String.join(", ", group.members().keySet())));
        }
        return rows;
    }
}
