package gregor.broker;

import module java.base;

import gregor.thread.LogClosedException;

/// Maintains a broker: each partition in turn, the groups, and the statistics. A failure in one partition goes to the
/// journal, and the next partition follows.
///
/// It runs when it is called, or in a thread of its own. Any thread may call it.
final class Housekeeper {
    private final TopicRegistry registry;
    private final Function<String, Optional<TopicRecord>> records;
    private final Groups groups;
    private final Journal journal;
    private final Archives archives;
    private final Catalog catalog;
    private final BrokerSettings settings;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<Partition, PartitionHousekeeper> maintenance = new HashMap<>();
    private volatile Maintenance added = Maintenance.NONE;
    private Thread thread;
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /// @param records returns the record of a topic; empty if the topic was deleted
    Housekeeper(TopicRegistry registry, Function<String, Optional<TopicRecord>> records, Groups groups, Journal journal,
            Archives archives, Catalog catalog, BrokerSettings settings) {
        this.registry = registry;
        this.records = records;
        this.groups = groups;
        this.journal = journal;
        this.archives = archives;
        this.catalog = catalog;
        this.settings = settings;
    }

    /// Opens the logs of all partitions and writes their repairs to the journal.
    void openAll(Broker.Progress progress) {
        List<Partition> all = List.copyOf(registry.partitions());
        for (int done = 0; done < all.size(); done++) {
            try {
                all.get(done).log().repairs().forEach(repair -> journal.happened("repaired", repair));
            } catch (PartitionUnavailableException e) {
                journal.happened("unavailable", e.getMessage());
            } catch (LogClosedException e) {
                // the topic has been deleted meanwhile
            }
            progress.at(done + 1, all.size());
        }
    }

    /// Does all that is due now, or part of it if [#stop()] is called meanwhile.
    synchronized void run() {
        attempt("groups", groups::expire);
        attempt("transactions", added::run);
        maintenance.keySet()
                .removeIf(partition -> registry.partition(partition.name()).filter(partition::equals).isEmpty());
        for (Partition partition : registry.partitions()) {
            if (isRunning() && partition.openLog().isPresent()) {
                records.apply(partition.name().topic()).ifPresent(topic -> maintain(partition, topic));
            }
        }
        if (Duration.between(journal.begin(), settings.clock().instant()).compareTo(settings.statistics()) >= 0) {
            journal.statistics(registry.partitions());
        }
    }

    /// Runs a part of the maintenance. A failure goes to the journal unless the last run of this part failed in the
    /// same way, and what follows is done all the same.
    private void attempt(String part, Runnable call) {
        try {
            call.run();
            failures.remove(part);
        } catch (RuntimeException e) {
            if (!e.toString().equals(failures.put(part, e.toString()))) {
                journal.happened("maintenance", part + ": " + e.getMessage());
            }
        }
    }

    void setMaintenance(Maintenance maintenance) {
        added = maintenance;
    }

    Maintenance maintenance() {
        return added;
    }

    private void maintain(Partition partition, TopicRecord topic) {
        maintenance
                .computeIfAbsent(partition,
                        absent -> new PartitionHousekeeper(partition, topic.id(), archives, catalog, settings.clock(),
                                this::maintenance))
                .run(BrokerTopicConfigs.defaults(settings.fsync()).with(topic.settings()), this::isRunning)
                .ifPresent(report -> journal.happened("maintenance", partition.name() + ": " + report));
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /// Starts a thread that calls [#run()] at an interval until [#stop()].
    void start(Duration interval) {
        journal.happened("started", process());
        thread = Thread.ofPlatform().daemon().name("housekeeper").start(() -> {
            try {
                while (!stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    attempt("all", this::run);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String process() {
        return "Gregor, process " + ProcessHandle.current().pid();
    }

    /// Stops its thread after the partition at work.
    void stop() {
        if (isRunning() && thread != null) {
            journal.last(registry.partitions());
            journal.happened("stopped", process());
        }
        stopping.countDown();
    }
}
