package gregor.notebook;

import module java.base;

import gregor.broker.Partition;
import gregor.file.FileLog;
import gregor.guarantee.ProducerStateManager;
import gregor.list.Batch;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.ForwardingLog;
import gregor.list.Log;
import gregor.list.Picture;
import gregor.notebook.LogDrawing.Box;
import gregor.notebook.LogDrawing.Kind;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;

/// Draws a window of a log with its clients.
final class LogDrawer {
    private static final int MAX_READ_BYTES = 1 << 16;
    /// Of larger logs, the events of open and aborted transactions are drawn as others are.
    private static final int MAX_SCANNED_BYTES = 1 << 20;

    private LogDrawer() {}

    /// @param wantedFrom    the first offset of the window
    /// @param highWatermark -1 to draw none
    static LogDrawing draw(String label, Log log, List<Client> clients, long wantedFrom, long highWatermark) {
        long start = log.start();
        long end = log.end();
        long from = Math.clamp(wantedFrom, start, Math.max(start, end - 1));
        long to = Math.min(end, from + VariablesView.WINDOW);
        Picture picture = Picture.of(new Window(log, from, to), clients.toArray(Client[]::new));
        Map<Long, String> controlRecords = controlRecords(log, from, to);
        Set<Long> uncommitted = log.sizeInBytes() <= MAX_SCANNED_BYTES ? uncommitted(log, from, to) : Set.of();
        var boxes = new ArrayList<Box>();
        if (from > start) {
            boxes.add(Box.of(-1, "…"));
        }
        picture.cells()
                .forEach(cell -> boxes.add(controlRecords.containsKey(cell.offset())
                        ? new Box(cell.offset(), controlRecords.get(cell.offset()), Kind.CONTROL)
                        : uncommitted.contains(cell.offset())
                                ? new Box(cell.offset(), cell.text(), Kind.UNCOMMITTED)
                                : Box.of(cell.offset(), cell.text())));
        if (to < end) {
            boxes.add(Box.of(-1, "…"));
        }
        return new LogDrawing(label, start, end, boxes, picture.writers(), readers(clients, start, end), segments(log),
                highWatermark, log.sizeInBytes() + " bytes");
    }

    private static List<LogDrawing.ReaderMark> readers(List<Client> clients, long start, long end) {
        return clients.stream().filter(client -> client.readPosition().isPresent()).map(client -> {
            long position = client.readPosition().getAsLong();
            boolean committed = !(client instanceof Consumer);
            String more = position < start ? " is gone" : committed ? ", lag " + Math.max(0, end - position) : "";
            return new LogDrawing.ReaderMark(client.name(), position, position + more);
        }).toList();
    }

    /// Returns the types of the control records, by offset.
    private static Map<Long, String> controlRecords(Log log, long from, long to) {
        var types = new HashMap<Long, String>();
        if (from < to) {
            for (Batch batch : log.read(from, MAX_READ_BYTES)) {
                if (batch.baseOffset() >= to) {
                    break;
                }
                if (batch instanceof PackedBatch packed && packed.isControl()) {
                    String type = ControlRecord.of(packed)
                            .map(control -> control.type().name().toLowerCase(Locale.ROOT)).orElse("");
                    LongStream.rangeClosed(batch.baseOffset(), batch.lastOffset())
                            .forEach(offset -> types.put(offset, type));
                }
            }
        }
        return types;
    }

    /// Returns the offsets of a window that belong to open or aborted transactions. Reads the whole log.
    private static Set<Long> uncommitted(Log log, long from, long to) {
        var producers = new ProducerStateManager(InstantSource.system());
        var transactional = new ArrayList<Batch>();
        for (long next = log.start(); next < log.end();) {
            long before = next;
            for (Batch batch : log.read(next, MAX_READ_BYTES)) {
                producers.add(batch);
                if (batch instanceof PackedBatch packed && packed.isTransactional() && !packed.isControl()
                        && batch.baseOffset() < to && batch.lastOffset() >= from) {
                    transactional.add(batch);
                }
                next = batch.lastOffset() + 1;
            }
            if (next == before) {
                break;
            }
        }
        long stable = producers.lastStableOffset(log.end());
        var offsets = new HashSet<Long>();
        transactional.stream().filter(batch -> batch.lastOffset() >= stable || isAborted(batch, producers))
                .forEach(batch -> LongStream.rangeClosed(batch.baseOffset(), batch.lastOffset()).forEach(offsets::add));
        return offsets;
    }

    private static boolean isAborted(Batch batch, ProducerStateManager producers) {
        return producers.aborted(batch.baseOffset(), batch.lastOffset() + 1, Integer.MAX_VALUE).stream()
                .anyMatch(transaction -> transaction.producerId() == batch.origin().producerId());
    }

    private static List<Long> segments(Log log) {
        var bases = new ArrayList<Long>();
        if (log instanceof FileLog files) {
            files.firstRetainedOffset(part -> bases.add(part.baseOffset()));
        } else if (log instanceof ForwardingLog<?>) {
            return field(log, "log") instanceof Log inner ? segments(inner) : List.of();
        }
        return bases;
    }

    /// Returns the value of a private field of an object; null if the object has none of that name.
    static Object field(Object holder, String name) {
        for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(holder);
            } catch (ReflectiveOperationException e) {
                // a superclass may have it
            }
        }
        return null;
    }

    /// Returns the log inside wrappers; null if it is a partition that is not open, since reading through the
    /// partition would open it and count as a read.
    static Object core(Object log) {
        return log instanceof ForwardingLog<?> || log instanceof Partition ? core(field(log, "log")) : log;
    }

    /// A part of a log, shown as a whole log.
    private static final class Window extends ForwardingLog<Log> {
        private final long from;
        private final long to;

        Window(Log log, long from, long to) {
            super(log);
            this.from = from;
            this.to = to;
        }

        @Override
        public long start() {
            return from;
        }

        @Override
        public long end() {
            return to;
        }
    }
}
