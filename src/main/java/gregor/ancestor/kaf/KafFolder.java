package gregor.ancestor.kaf;

import module java.base;

import gregor.ancestor.TornTail;
import gregor.broker.BrokerSettings;
import gregor.broker.Statistics;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.http.HttpException;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Utf8;
import gregor.thread.LogThread;

/// Serves a folder of Kaf's log files, with a thread for each log. The log `_kaf` has the statistics of the others.
///
/// A file that cannot be opened stays unchanged, and requests for its log fail with the reason. Any thread may call it.
final class KafFolder implements KafLogs {
    private static final String STATISTICS = "_kaf";

    private final Path folder;
    private final BrokerSettings settings;
    private final Map<String, OpenLog> logs = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofVirtual().name("kaf statistics").factory());
    private final Statistics statistics;

    private record Put(Event event, CompletableFuture<Long> offset) {}

    /// A log, its thread, the messages that wait for it, and the requests since the last statistics.
    private record OpenLog(KafLog log, LogThread thread, Queue<Put> waiting, LongAdder gets, LongAdder puts,
            LongAdder errors) {
        OpenLog(KafLog log) {
            this(log, new LogThread(log), new ConcurrentLinkedQueue<>(), new LongAdder(), new LongAdder(),
                    new LongAdder());
        }

        /// Appends a message together with those that wait: with one write, and at most one fsync.
        long append(Event event, FsyncPolicy fsync) {
            var put = new Put(event, new CompletableFuture<>());
            waiting.add(put);
            try {
                return thread.exclusively(() -> appendWaiting(put, fsync)).join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            } finally {
                waiting.remove(put);
            }
        }

        /// Only the thread of the log calls it; the message may have been appended with an earlier one.
        private CompletableFuture<Long> appendWaiting(Put put, FsyncPolicy fsync) {
            if (!put.offset().isDone()) {
                waiting.remove(put);
                var puts = new ArrayList<Put>();
                int bytes = 0;
                for (Put next = put; next != null; next = bytes < MAX_BYTES ? waiting.poll() : null) {
                    puts.add(next);
                    bytes += next.event().sizeInBytes();
                }
                append(puts, fsync);
            }
            return put.offset();
        }

        private void append(List<Put> puts, FsyncPolicy fsync) {
            try {
                long first = log.append(ListBatch.of(puts.stream().map(Put::event).toArray(Event[]::new)));
                if (fsync.equals(FsyncPolicy.everyAppend())) {
                    log.flush();
                }
                for (int i = 0; i < puts.size(); i++) {
                    puts.get(i).offset().complete(first + i);
                }
            } catch (Throwable e) {
                puts.forEach(put -> put.offset().completeExceptionally(e));
            }
        }

        Optional<Statistics.Line> line(String name) {
            var line = new Statistics.Line(name, thread.end(), gets.sumThenReset(), puts.sumThenReset(),
                    errors.sumThenReset());
            return Optional.of(line).filter(Statistics.Line::isAny);
        }
    }

    /// @throws FormatException if the folder cannot be read
    KafFolder(Path folder, BrokerSettings settings) {
        this.folder = folder;
        this.settings = settings;
        statistics = new Statistics(settings.clock());
        for (String name : Files.isDirectory(folder) ? KafLog.names(folder) : List.<String>of()) {
            try {
                open(name);
            } catch (FormatException e) {
                System.getLogger(KafFolder.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        long interval = Math.max(1, settings.statistics().toMillis());
        ScheduledFuture<?> _ = timer.scheduleWithFixedDelay(this::writeStatistics, interval, interval,
                TimeUnit.MILLISECONDS);
    }

    private OpenLog open(String name) {
        return logs.computeIfAbsent(name, absent -> {
            KafLog log = KafLog.open(folder, name, settings.clock());
            log.onDamage(TornTail::log);
            return new OpenLog(log);
        });
    }

    @Override
    public long put(String name, byte[] data) {
        OpenLog log = open(name);
        log.puts().increment();
        try {
            return log.append(new Event(Event.NO_TIMESTAMP, null, data, List.of()), settings.fsync());
        } catch (FormatException e) {
            log.errors().increment();
            throw e;
        }
    }

    @Override
    public List<Entry> get(String name, long from, int maxBytes) {
        return find(name).map(log -> {
            log.gets().increment();
            return KafLogs.read(log.thread(), from, maxBytes);
        }).orElse(List.of());
    }

    /// Finds a log, also one whose file was added after the folder was opened.
    private Optional<OpenLog> find(String name) {
        OpenLog log = logs.get(name);
        return log != null || !Files.isRegularFile(folder.resolve(name))
                ? Optional.ofNullable(log)
                : Optional.of(open(name));
    }

    @Override
    public boolean archive(String name, long upTo) {
        OpenLog log = find(name).orElseThrow(() -> new HttpException(400, "unknown log " + name));
        long end = Math.min(upTo, log.thread().end());
        if (end <= log.thread().start()) {
            return false;
        }
        log.thread().deleteBefore(end);
        return true;
    }

    /// Writes a line unless there were no requests. Like Kaf, it leaves out the statistics log itself.
    private void writeStatistics() {
        var lines = new ArrayList<Statistics.Line>();
        new TreeMap<>(logs).forEach((name, log) -> {
            if (!name.equals(STATISTICS)) {
                log.line(name).ifPresent(lines::add);
            }
        });
        if (!lines.isEmpty()) {
            try {
                open(STATISTICS).append(
                        new Event(Event.NO_TIMESTAMP, null, Utf8.bytes(statistics.next(lines)), List.of()),
                        settings.fsync());
            } catch (FormatException e) {
                System.getLogger(KafFolder.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        logs.values().forEach(log -> {
            log.thread().close();
            log.log().close();
        });
    }
}
