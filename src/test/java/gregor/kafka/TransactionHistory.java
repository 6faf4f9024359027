package gregor.kafka;

import module java.base;

/// What transactional writers have written and readers of committed events have read, and what in it cannot be: in the
/// manner of Elle, each event is unique, so a reader's list shows which transactions it has seen. Any thread may call it.
final class TransactionHistory {
    private final Map<String, Transaction> transactions = new HashMap<>();
    private final List<Read> reads = new ArrayList<>();

    /// How a transaction ended, as far as its writer knows.
    enum Outcome { COMMITTED, ABORTED, UNKNOWN }

    /// @param events the events of the transaction, each of which is unique
    private record Transaction(Set<String> events, Outcome outcome) {}

    /// What one reader has read of one partition: the event at each offset.
    private record Read(String reader, int partition, TreeMap<Long, String> events) {}

    /// Adds a transaction.
    synchronized void wrote(String name, Collection<String> events, Outcome outcome) {
        transactions.put(name, new Transaction(Set.copyOf(events), outcome));
    }

    /// Adds what a reader has read.
    synchronized void read(String reader, int partition, Map<Long, String> events) {
        reads.add(new Read(reader, partition, new TreeMap<>(events)));
    }

    /// Returns a sentence for each violation, which begins with its name.
    ///
    /// @param last the reader that has read all to the end when no writer was left
    synchronized List<String> violations(String last) {
        var found = new ArrayList<String>();
        var owners = new HashMap<String, String>();
        transactions.forEach((name, transaction) -> transaction.events().forEach(event -> owners.put(event, name)));
        var places = new HashMap<String, String>();
        for (Read read : reads) {
            checkKnown(read, owners, found);
            if (read.reader().equals(last)) {
                read.events().forEach((offset, event) -> {
                    String place = read.partition() + "@" + offset;
                    String other = places.putIfAbsent(event, place);
                    if (other != null) {
                        found.add("doubled write: " + event + " is at " + other + " and at " + place);
                    }
                });
            }
        }
        reads.forEach(read -> checkAgainst(read, last, found));
        transactions.forEach((name, transaction) -> checkWhole(name, transaction, places.keySet(), found));
        return found;
    }

    private void checkKnown(Read read, Map<String, String> owners, List<String> found) {
        read.events().values().forEach(event -> {
            Transaction transaction = transactions.get(owners.getOrDefault(event, ""));
            if (transaction == null) {
                found.add("unwritten read: " + read.reader() + " has read " + event + ", which no producer wrote");
            } else if (transaction.outcome() == Outcome.ABORTED) {
                found.add("aborted read: " + read.reader() + " has read " + event + " of the aborted transaction "
                        + owners.get(event));
            }
        });
    }

    /// A reader of committed events may have read less than the last one, but nothing else at the same offsets.
    private void checkAgainst(Read read, String last, List<String> found) {
        for (Read complete : reads) {
            if (complete.reader().equals(last) && complete.partition() == read.partition() && !read.events().isEmpty()
                    && !complete.events().headMap(read.events().lastKey(), true).equals(read.events())) {
                found.add("changed past: " + read.reader() + " has read " + read.events() + " of partition "
                        + read.partition() + ", and now there is " + complete.events());
            }
        }
    }

    private static void checkWhole(String name, Transaction transaction, Set<String> readable, List<String> found) {
        var missing = new HashSet<>(transaction.events());
        missing.removeAll(readable);
        if (missing.isEmpty()
                || missing.size() == transaction.events().size() && transaction.outcome() != Outcome.COMMITTED) {
            return;
        }
        found.add((missing.size() == transaction.events().size() ? "lost write: " : "torn transaction: ") + name + ", "
                + transaction.outcome() + ", lacks " + missing);
    }

    /// Returns the number of transactions with an outcome.
    synchronized long count(Outcome outcome) {
        return transactions.values().stream().filter(transaction -> transaction.outcome() == outcome).count();
    }
}
