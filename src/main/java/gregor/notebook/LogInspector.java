package gregor.notebook;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.deque.DequeLog;
import gregor.file.FileLog;
import gregor.group.CommittedOffset;
import gregor.group.Lag;
import gregor.list.Batch;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.ForwardingLog;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.list.Picture;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;
import gregor.producer.Producer;
import gregor.rebalance.Group;
import gregor.thread.SharedLog;
import gregor.topic.Topic;
import gregor.topic.TopicClient;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// One look at the variables.
final class LogInspector {
    private static final int PARTITIONS = 12;

    private final Map<String, Object> variables;
    private final VariableInspector.InspectionRequest ask;
    private final VariablesView last;

    LogInspector(Map<String, Object> variables, VariableInspector.InspectionRequest ask, VariablesView last) {
        this.variables = variables;
        this.ask = ask;
        this.last = last;
    }

    VariablesView lane() {
        var looks = new ArrayList<VariablesView.VariableView>();
        variables.forEach((name, value) -> {
            VariablesView.VariableView look = ask.running() && !isSafe(value) ? previous(name) : tryInspect(name, value);
            if (look != null) {
                looks.add(look);
            }
        });
        return new VariablesView(looks);
    }

    /// What another thread may look at while the learner's changes it: reading it spoils nothing, and takes no lock
    /// that a cell could hold for ever.
    private static boolean isSafe(Object value) {
        return value instanceof ListLog || value instanceof DequeLog || value.getClass() == SharedLog.class
                || value instanceof Broker;
    }

    private VariablesView.VariableView previous(String name) {
        return last.looks().stream().filter(look -> look.variable().equals(name)).findFirst().orElse(null);
    }

    private VariablesView.VariableView tryInspect(String name, Object value) {
        try {
            return look(name, value);
        } catch (RuntimeException e) {
            VariablesView.VariableView before = previous(name);
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new VariablesView.VariableView(name, type(value), List.of(),
                    List.of(List.of("cannot be read now"), List.of(why)), 0, 0,
                    before == null ? 0 : before.last());
        }
    }

    private static String type(Object value) {
        return value.getClass().getSimpleName();
    }

    private VariablesView.VariableView look(String name, Object value) {
        return switch (value) {
            case Partition partition when inner(partition) instanceof Log log -> look(name, value,
                    List.of(strip(name, "", log, actorsOf(log), log.end())), List.of());
            case Partition closed -> null;
            case Log log -> look(name, value, List.of(strip(name, "", log, actorsOf(log), -1)), List.of());
            case Topic topic -> look(name, value, partitions(name, topic), List.of());
            case Topics topics ->
                    look(name, value, topics.names().stream()
                            .flatMap(topic -> partitions(name, topics.topic(topic)).stream())
                    .limit(PARTITIONS).toList(), List.of());
            case Broker broker -> look(name, value, ofBroker(name, broker), ofGroups(broker));
            case Group group -> look(name, value, List.of(), withHead(rows(group, group.lag())));
            default -> null;
        };
    }

    private static VariablesView.VariableView look(String name, Object value, List<LogDrawing> strips, List<List<String>> rows) {
        long first = strips.stream().mapToLong(LogDrawing::start).min().orElse(0);
        long last = strips.stream().mapToLong(LogDrawing::end).max().orElse(0);
        long from = strips.stream().flatMap(strip -> strip.boxes().stream()).mapToLong(LogDrawing.Box::offset)
                .filter(offset -> offset >= 0).min().orElse(0);
        return new VariablesView.VariableView(name, type(value), strips, rows, first, from, last);
    }

    private List<LogDrawing> partitions(String name, Topic topic) {
        var strips = new ArrayList<LogDrawing>();
        for (int partition = 0; partition < Math.min(topic.partitions(), PARTITIONS); partition++) {
            var place = new TopicPartition(topic.name(), partition);
            if (logIfOpen(topic.partition(partition)) instanceof Log log) {
                strips.add(strip(name, place.toString(), log, at(place), -1));
            }
        }
        return strips;
    }

    private List<LogDrawing> ofBroker(String name, Broker broker) {
        var strips = new ArrayList<LogDrawing>();
        Set<String> groups = groups(broker);
        for (String topic : broker.topicNames()) {
            for (int partition = 0; !Broker.isInternal(topic) && partition < broker.partitions(topic)
                    && strips.size() < PARTITIONS; partition++) {
                var place = new TopicPartition(topic, partition);
                if (logIfOpen(broker.partition(place)) instanceof Log log) {
                    var actors = new ArrayList<Client>();
                    groups.forEach(group -> actors.addAll(broker.groups().in(group, each -> each.at(place))));
                    // What Kafka's door says: there are no copies to wait for, so it is the end that readers see.
                    strips.add(strip(name, place.toString(), log, actors, log.end()));
                }
            }
        }
        return strips;
    }

    /// A partition counts who reads it and opens its log for them: who only looks must not be one of them. So this is
    /// the log inside, or null if nobody has opened it yet.
    private static Object logIfOpen(Log log) {
        return log instanceof Partition partition ? inner(partition) : log;
    }

    /// The groups of a broker that has looked for them itself.
    private static Set<String> groups(Broker broker) {
        return logIfOpen(broker.partition(Broker.OFFSETS, 0)) == null ? Set.of() : broker.groups().names();
    }

    private static List<List<String>> ofGroups(Broker broker) {
        var rows = new ArrayList<List<String>>();
        groups(broker).forEach(name -> rows.addAll(broker.groups().in(name, group -> rows(group, lag(broker, group)))));
        return withHead(rows);
    }

    /// What [Group#lag] says of the partitions that are open.
    private static List<Lag> lag(Broker broker, Group group) {
        var places = new TreeSet<>(broker.groups().committedOffsets(group.name()).keySet());
        group.members().values().forEach(places::addAll);
        var lags = new ArrayList<Lag>();
        for (TopicPartition place : places) {
            if (place.partition() < broker.partitions(place.topic())
                    && logIfOpen(broker.partition(place)) instanceof Log log) {
                Optional<Long> committed = group.committed(place).map(CommittedOffset::offset);
                lags.add(new Lag(place, committed, log.end(), Math.max(0, log.end() - committed.orElse(log.start())),
                        group.members().entrySet().stream().filter(member -> member.getValue().contains(place))
                        .map(Map.Entry::getKey).findFirst()));
            }
        }
        return lags;
    }

    private static List<List<String>> withHead(List<List<String>> rows) {
        if (!rows.isEmpty()) {
            rows.addFirst(List.of("group", "partition", "goes on at", "end", "lag", "read by"));
        }
        return rows;
    }

    private static List<List<String>> rows(Group group, List<Lag> lags) {
        var rows = new ArrayList<List<String>>();
        for (Lag lag : lags) {
            rows.add(List.of(group.name(), lag.partition().toString(),
                    lag.committed().map(String::valueOf).orElse("not yet"),
                    String.valueOf(lag.end()), String.valueOf(lag.events()), lag.owner().orElse("nobody")));
        }
        if (rows.isEmpty()) {
            rows.add(List.of(group.name(), group.state().toString().toLowerCase(), "", "", "",
                    String.join(", ", group.members().keySet())));
        }
        return rows;
    }

    private LogDrawing strip(String variable, String label, Log log, List<Client> actors, long readable) {
        long start = log.start();
        long end = log.end();
        long from = Math.clamp(ask.windows().getOrDefault(variable, end - VariablesView.WINDOW), start,
                Math.max(start, end - 1));
        long to = Math.min(end, from + VariablesView.WINDOW);
        Picture picture = Picture.of(new Window(log, from, to), actors.toArray(Client[]::new));
        Map<Long, String> markers = markers(log, from, to);
        var boxes = new ArrayList<LogDrawing.Box>();
        if (from > start) {
            boxes.add(new LogDrawing.Box(-1, "…", LogDrawing.Kind.MORE));
        }
        picture.cells().forEach(cell -> boxes.add(box(cell.offset(), cell.text(), markers)));
        if (to < end) {
            boxes.add(new LogDrawing.Box(-1, "…", LogDrawing.Kind.MORE));
        }
        List<LogDrawing.ReaderMark> readers = actors.stream().filter(actor -> actor.readPosition().isPresent())
                .map(actor -> new LogDrawing.ReaderMark(actor.name(),
                actor.readPosition().getAsLong(), actor.readPosition().getAsLong()
                + (actor.readPosition().getAsLong() < start ? " is gone" : ""))).toList();
        return new LogDrawing(label, start, end, boxes, picture.writers(), readers, segments(log), readable,
                log.sizeInBytes() + " bytes");
    }

    private static LogDrawing.Box box(long offset, String text, Map<Long, String> markers) {
        if (markers.containsKey(offset)) {
            return new LogDrawing.Box(offset, markers.get(offset), LogDrawing.Kind.CONTROL);
        }
        return text.equals("·") ? new LogDrawing.Box(offset, "", LogDrawing.Kind.GAP)
                : new LogDrawing.Box(offset, text, text.endsWith("†") ? LogDrawing.Kind.TOMBSTONE : LogDrawing.Kind.EVENT);
    }

    /// Control records, and what they say.
    private static Map<Long, String> markers(Log log, long from, long to) {
        var markers = new HashMap<Long, String>();
        if (from < to) {
            for (Batch batch : log.read(from, 1 << 16)) {
                if (batch.baseOffset() >= to) {
                    break;
                }
                if (batch instanceof PackedBatch packed && packed.isControl()) {
                    String says = ControlRecord.of(packed).map(marker -> marker.type().name().toLowerCase(Locale.ROOT))
                            .orElse("");
                    LongStream.rangeClosed(batch.baseOffset(), batch.lastOffset())
                            .forEach(offset -> markers.put(offset, says));
                }
            }
        }
        return markers;
    }

    private static List<Long> segments(Log log) {
        var bases = new ArrayList<Long>();
        if (log instanceof FileLog files) {
            files.firstRetainedOffset(part -> bases.add(part.baseOffset()));
        } else if (log instanceof ForwardingLog<?>) {
            return inner(log) instanceof Log inner ? segments(inner) : List.of();
        }
        return bases;
    }

    /// Who reads and writes this log: the variables that hold it.
    private List<Client> actorsOf(Log log) {
        return variables.values().stream().filter(value -> value instanceof Consumer || value instanceof Producer)
                .filter(value -> isSame(inner(value), log)).map(Client.class::cast).toList();
    }

    private static boolean isSame(Object one, Log log) {
        return one == log || log instanceof ForwardingLog<?> && inner(log) == one;
    }

    private List<Client> at(TopicPartition place) {
        return variables.values().stream().filter(TopicClient.class::isInstance).map(TopicClient.class::cast)
                .flatMap(actor -> actor.at(place).stream()).toList();
    }

    /// The log that somebody holds, as it is not for others to see; null if there is none.
    private static Object inner(Object holder) {
        for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField("log");
                field.setAccessible(true);
                return field.get(holder);
            } catch (ReflectiveOperationException e) {
                // perhaps further up
            }
        }
        return null;
    }

    /// A part of a log, as if it were all of it.
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
