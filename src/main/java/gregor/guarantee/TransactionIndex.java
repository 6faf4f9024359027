package gregor.guarantee;

import module java.base;

import gregor.list.BinarySearch;

/// The aborted transactions of one partition, in the order of their markers. Kafka: the `.txnindex` files.
///
/// One thread at a time may call it.
public final class TransactionIndex {
    private final List<AbortedTransaction> transactions = new ArrayList<>();

    public void add(AbortedTransaction transaction) {
        transactions.add(transaction);
    }

    /// Returns the first transactions of which a reader may see an event between two offsets.
    public List<AbortedTransaction> between(long from, long to, int limit) {
        var found = new ArrayList<AbortedTransaction>();
        for (AbortedTransaction transaction : endingFrom(from)) {
            if (transaction.overlaps(from, to)) {
                found.add(transaction);
            }
            if (transaction.lastStableOffset() >= to || found.size() == limit) {
                break;
            }
        }
        return found;
    }

    /// Returns the transactions whose marker has an offset of at least `from`.
    public List<AbortedTransaction> endingFrom(long from) {
        int before = BinarySearch.count(transactions.size(), i -> transactions.get(i).lastOffset() < from);
        return transactions.subList(before, transactions.size());
    }

    /// Removes the transactions with markers at these offsets.
    public void remove(Set<Long> markers) {
        transactions.removeIf(transaction -> markers.contains(transaction.lastOffset()));
    }

    /// Removes the transactions whose marker is before an offset, since the log begins there now.
    public void deleteBefore(long start) {
        transactions.subList(0, transactions.size() - endingFrom(start).size()).clear();
    }
}
