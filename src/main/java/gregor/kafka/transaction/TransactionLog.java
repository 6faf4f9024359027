package gregor.kafka.transaction;

import module java.base;

import gregor.broker.Broker;
import gregor.compact.Table;
import gregor.group.CommittedOffset;
import gregor.guarantee.TransactionMetadata;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.topic.TopicPartition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The states of all transactional ids, as events in a compacted topic. Any thread may call it.
///
/// ```
/// ["billing"]                               {"producerId":12,"epoch":3,"state":"Ongoing", …}
/// ["billing","deliveries",0]                true          a partition of the open transaction
/// ["billing","invoices"]                    true          a group
/// ["billing","invoices","deliveries",0]     {"offset":812,"note":""}
/// ```
///
/// A change is one batch, so all of it is written or none. It is as large as the change, and not as the transaction.
final class TransactionLog {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PARTITION = 3;

    private final Broker broker;

    TransactionLog(Broker broker) {
        this.broker = broker;
    }

    void append(List<Event> change) {
        broker.createInternal(Broker.TRANSACTIONS);
        broker.partition(Broker.TRANSACTIONS, 0).append(ListBatch.of(Origin.UNKNOWN, change));
    }

    Map<String, Transaction> load() {
        var transactions = new TreeMap<String, Transaction>();
        if (broker.partitions(Broker.TRANSACTIONS) > 0) {
            Table.of(broker.partition(Broker.TRANSACTIONS, 0)).rows().values()
                    .forEach(event -> load(event, transactions));
        }
        transactions.values().removeIf(transaction -> transaction.metadata() == null);
        return transactions;
    }

    private static void load(Event event, Map<String, Transaction> transactions) {
        JsonNode key = JSON.readTree(event.key());
        Transaction transaction = transactions.computeIfAbsent(key.get(0).stringValue(), Transaction::new);
        if (key.size() == 1) {
            transaction.set(JSON.readValue(event.value(), TransactionMetadata.class));
            return;
        }
        transaction.grow(Transaction.bytes(List.of(event)));
        if (key.size() == PARTITION) {
            transaction.partitions.add(partition(key, 1));
        } else {
            transaction.add(key.get(1).stringValue(),
                    key.size() == 2
                            ? Map.of()
                            : Map.of(partition(key, 2),
                                    new Transaction.PendingOffset(
                                            Optional.of(JSON.readValue(event.value(), CommittedOffset.class)),
                                            event.timestamp())));
        }
    }

    private static TopicPartition partition(JsonNode key, int at) {
        return new TopicPartition(key.get(at).stringValue(), key.get(at + 1).intValue());
    }

    private static Event event(long now, Object value, Object... key) {
        return new Event(now, JSON.writeValueAsBytes(key), value == null ? null : JSON.writeValueAsBytes(value),
                List.of());
    }

    static Event state(TransactionMetadata metadata, long now) {
        return event(now, metadata, metadata.transactionalId());
    }

    static Event deletion(String id, long now) {
        return event(now, null, id);
    }

    static Event partition(String id, TopicPartition partition, boolean added, long now) {
        return event(now, added ? true : null, id, partition.topic(), partition.partition());
    }

    static Event group(String id, String group, boolean added, long now) {
        return event(now, added ? true : null, id, group);
    }

    static Event offset(String id, String group, TopicPartition partition, CommittedOffset offset, long now) {
        return event(now, offset, id, group, partition.topic(), partition.partition());
    }
}
