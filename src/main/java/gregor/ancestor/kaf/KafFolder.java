package gregor.ancestor.kaf;

import gregor.broker.BrokerSettings;
import gregor.broker.Statistics;
import gregor.file.FormatException;
import gregor.file.FsyncPolicy;
import gregor.http.HttpException;
import gregor.list.Batch;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.ForwardingLog;
import gregor.list.Utf8;
import gregor.thread.LogThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// A folder of Kaf, served where it is: a thread for each log, and `_kaf`, in which it writes down what was done.
///
/// A file that cannot be opened is left alone, and its log answers why; the others are served. Any thread may call it.
public final class KafFolder implements KafLogs {
    private static final String STATISTICS = "_kaf";

    private final Path folder;
    private final BrokerSettings settings;
    private final Map<String, OpenLog> shelves = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Statistics statistics;

    /// A log, its thread, and what was done to it since the statistics were last written.
    private record OpenLog(KafLog log, LogThread thread, LongAdder gets, LongAdder puts, LongAdder errors) {
        Optional<Statistics.Line> line(String name) {
            var line = new Statistics.Line(name, thread.end(), gets.sumThenReset(), puts.sumThenReset(),
                    errors.sumThenReset());
            return Optional.of(line).filter(Statistics.Line::isAny);
        }
    }

    /// Waits for the disk after each append, if the broker does.
    private static final class Forced extends ForwardingLog<KafLog> {
        Forced(KafLog log) {
            super(log);
        }

        @Override
        public long append(Batch batch) {
            long offset = log.append(batch);
            log.flush();
            return offset;
        }
    }

    /// Opens the logs of a folder.
    ///
    /// @throws FormatException if the folder cannot be read
    public KafFolder(Path folder, BrokerSettings settings) {
        this.folder = folder;
        this.settings = settings;
        statistics = new Statistics(settings.clock());
        for (String name : Files.isDirectory(folder) ? KafLog.names(folder) : List.<String>of()) {
            try {
                shelf(name);
            } catch (FormatException e) {
                System.getLogger(KafFolder.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        Thread.ofVirtual().name("kaf statistics").start(this::keepStatistics);
    }

    private OpenLog shelf(String name) {
        return shelves.computeIfAbsent(name, absent -> {
            KafLog log = KafLog.open(folder, name, settings.clock());
            log.torn().ifPresent(torn -> System.getLogger(KafFolder.class.getName())
                    .log(System.Logger.Level.WARNING, torn.toString()));
            boolean forced = settings.fsync().equals(FsyncPolicy.everyAppend());
            return new OpenLog(log, new LogThread(forced ? new Forced(log) : log), new LongAdder(), new LongAdder(),
                    new LongAdder());
        });
    }

    @Override
    public long put(String name, byte[] data) {
        checkName(name);
        OpenLog shelf = shelf(name);
        shelf.puts().increment();
        try {
            return shelf.thread().append(new Event(Event.NO_TIMESTAMP, null, data, List.of()));
        } catch (FormatException e) {
            shelf.errors().increment();
            throw e;
        }
    }

    private static void checkName(String name) {
        try {
            KafLog.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    @Override
    public List<Entry> get(String name, long from, int maxBytes) {
        return find(name).map(shelf -> {
            shelf.gets().increment();
            return KafLogs.read(shelf.thread(), from, maxBytes);
        }).orElse(List.of());
    }

    /// Somebody may have put the file there since the folder was opened.
    private Optional<OpenLog> find(String name) {
        checkName(name);
        OpenLog shelf = shelves.get(name);
        return shelf != null || !Files.isRegularFile(folder.resolve(name)) ? Optional.ofNullable(shelf)
                : Optional.of(shelf(name));
    }

    @Override
    public boolean archive(String name, long upTo) {
        OpenLog shelf = find(name).orElseThrow(() -> new HttpException(400, "there is no log " + name));
        long end = Math.min(upTo, shelf.thread().end());
        if (end <= shelf.thread().start()) {
            return false;
        }
        shelf.thread().deleteBefore(end);
        return true;
    }

    private void keepStatistics() {
        try {
            while (!closing.await(settings.statistics().toMillis(), TimeUnit.MILLISECONDS)) {
                writeStatistics();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Like Kaf, not of itself, and nothing if nobody did anything.
    private void writeStatistics() {
        var lines = new ArrayList<Statistics.Line>();
        new TreeMap<>(shelves).forEach((name, shelf) -> {
            if (!name.equals(STATISTICS)) {
                shelf.line(name).ifPresent(lines::add);
            }
        });
        if (!lines.isEmpty()) {
            try {
                shelf(STATISTICS).thread()
                        .append(new Event(Event.NO_TIMESTAMP, null, Utf8.bytes(statistics.next(lines)), List.of()));
            } catch (FormatException e) {
                System.getLogger(KafFolder.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        shelves.values().forEach(shelf -> {
            shelf.thread().close();
            shelf.log().close();
        });
    }
}
