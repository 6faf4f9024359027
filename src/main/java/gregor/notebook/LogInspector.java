package gregor.notebook;

import module java.base;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.deque.DequeLog;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.ListLog;
import gregor.list.Log;
import gregor.notebook.VariableInspector.InspectionRequest;
import gregor.notebook.VariablesView.VariableView;
import gregor.producer.Producer;
import gregor.rebalance.Group;
import gregor.thread.SharedLog;
import gregor.topic.Topic;
import gregor.topic.TopicClient;
import gregor.topic.TopicPartition;
import gregor.topic.Topics;

/// Draws the values of variables: logs, topics, brokers, groups. One inspector serves one request.
final class LogInspector {
    private static final int MAX_PARTITIONS = 12;
    private static final int MAX_WAIT_MILLIS = 300;

    private final Map<String, Object> variables;
    private final InspectionRequest request;
    private final VariablesView last;
    private final Map<String, Object> lastVariables;
    private boolean complete = true;

    /// The variable that draws a log: the log itself before a topic before all topics.
    private final IdentityHashMap<Object, String> owners = new IdentityHashMap<>();

    /// @param last          the previous view, for variables that cannot be inspected now
    /// @param lastVariables the variables in it
    LogInspector(Map<String, Object> variables, InspectionRequest request, VariablesView last,
            Map<String, Object> lastVariables) {
        this.variables = variables;
        this.request = request;
        this.last = last;
        this.lastVariables = lastVariables;
        for (Class<?> kind : List.of(Log.class, Topic.class, Topics.class)) {
            variables.forEach((name, value) -> logs(kind.isInstance(value) ? value : null).map(LogDrawer::core)
                    .filter(Objects::nonNull).forEach(core -> owners.putIfAbsent(core, name)));
        }
    }

    private static Stream<Log> logs(Object value) {
        return value instanceof Log log ? Stream.of(log) : partitions(value).map(Map.Entry::getValue);
    }

    private static Stream<Map.Entry<TopicPartition, Log>> partitions(Object value) {
        return switch (value) {
            case Topic topic -> partitions(topic.name(), topic.partitions(), topic::partition);
            case Topics topics -> topics.names().stream().flatMap(name -> partitions(topics.topic(name)));
            case Broker broker -> broker.topicNames().stream().filter(name -> !Broker.isInternal(name)).flatMap(
                    name -> partitions(name, broker.partitions(name), number -> broker.partition(name, number)));
            case null, default -> Stream.empty();
        };
    }

    private static Stream<Map.Entry<TopicPartition, Log>> partitions(String topic, int count, IntFunction<Log> logs) {
        return IntStream.range(0, count)
                .mapToObj(number -> Map.entry(new TopicPartition(topic, number), logs.apply(number)));
    }

    VariablesView view() {
        var views = new ArrayList<VariableView>();
        variables.forEach((name, value) -> {
            VariableView view = isThreadSafe(value)
                    ? tryInspect(name, value)
                    : request.running() ? previous(name) : inspectInTime(name, value);
            if (view != null && !(view.logs().isEmpty() && view.rows().isEmpty())) {
                views.add(view);
            }
        });
        return new VariablesView(views, complete);
    }

    /// Reports whether a value may be read while a cell changes it: the read has no side effect, and takes no lock that
    /// a cell could hold forever.
    private static boolean isThreadSafe(Object value) {
        return value instanceof ListLog || value instanceof DequeLog || value.getClass() == SharedLog.class
                || value instanceof Broker;
    }

    /// Returns the previous view of a value that waits for its lock or its thread: the others are inspected still.
    private VariableView inspectInTime(String name, Object value) {
        Optional<Optional<VariableView>> inspected = CellProcess
                .inTime(() -> Optional.ofNullable(tryInspect(name, value)), MAX_WAIT_MILLIS);
        complete &= inspected.isPresent();
        return inspected.orElseGet(() -> Optional.ofNullable(lastOfSame(name))).orElse(null);
    }

    private VariableView previous(String name) {
        return last.views().stream().filter(view -> view.variable().equals(name)).findFirst().orElse(null);
    }

    /// Returns null if a value cannot be drawn and was not drawn before.
    private VariableView tryInspect(String name, Object value) {
        try {
            return inspect(name, value);
        } catch (RuntimeException e) {
            return lastOfSame(name);
        }
    }

    private VariableView lastOfSame(String name) {
        return variables.get(name) == lastVariables.get(name) ? previous(name) : null;
    }

    /// Returns the last drawing of a log of the same object, as that of a closed log; none if there was none.
    private List<LogDrawing> closed(String name, String label) {
        VariableView last = lastOfSame(name);
        return last == null ? List.of() : last.log(label).stream().map(LogDrawing::asClosed).toList();
    }

    private VariableView inspect(String name, Object value) {
        return switch (value) {
            case Log log ->
                    view(name, value, drawn(name, "", log, clientsOf(log), log instanceof Partition), List.of());
            case Topic _,Topics _ -> view(name, value, drawnPartitions(name, value), List.of());
            case Broker broker -> view(name, value, drawnPartitions(name, value), GroupTable.of(broker));
            case Group group -> view(name, value, List.of(), GroupTable.of(group));
            default -> null;
        };
    }

    private static VariableView view(String name, Object value, List<LogDrawing> logs, List<List<String>> rows) {
        long first = logs.stream().mapToLong(LogDrawing::start).min().orElse(0);
        long last = logs.stream().mapToLong(LogDrawing::end).max().orElse(0);
        long from = logs.stream().flatMap(log -> log.boxes().stream()).mapToLong(LogDrawing.Box::offset)
                .filter(offset -> offset >= 0).min().orElse(0);
        return new VariableView(name, value.getClass().getSimpleName(), logs, rows, first, from, last);
    }

    /// Draws a log unless another variable has it, too: each log is drawn once.
    private List<LogDrawing> drawn(String variable, String label, Log log, List<Client> clients, boolean ofBroker) {
        Object core = LogDrawer.core(log);
        if (!variable.equals(owners.getOrDefault(core, variable))) {
            return List.of();
        }
        if (core == null) {
            return closed(variable, label);
        }
        Log open = log instanceof Partition ? (Log) core : log;
        try {
            long from = request.windows().getOrDefault(variable, open.end() - VariablesView.WINDOW);
            // Without replicas the high watermark is the end of the log.
            return List.of(LogDrawer.draw(label, open, clients, from, ofBroker ? open.end() : -1));
        } catch (RuntimeException e) {
            return closed(variable, label);
        }
    }

    private List<LogDrawing> drawnPartitions(String name, Object value) {
        return partitions(value).flatMap(partition -> drawn(name, value, partition).stream()).limit(MAX_PARTITIONS)
                .toList();
    }

    /// Draws a partition. Of the many partitions of a broker that are not open, no client is looked for.
    private List<LogDrawing> drawn(String name, Object value, Map.Entry<TopicPartition, Log> partition) {
        String label = partition.getKey().toString();
        if (LogDrawer.core(partition.getValue()) == null) {
            return closed(name, label);
        }
        List<Client> clients = clientsOf(partition.getKey(), partition.getValue());
        if (value instanceof Broker broker) {
            GroupTable.names(broker)
                    .forEach(group -> clients.addAll(broker.groups().in(group, each -> each.at(partition.getKey()))));
        }
        return drawn(name, label, partition.getValue(), clients, value instanceof Broker);
    }

    /// Returns the variables that read or write a log.
    private List<Client> clientsOf(Log log) {
        return variables.values().stream().filter(value -> value instanceof Consumer || value instanceof Producer)
                .filter(value -> isSame(LogDrawer.field(value, "log"), log)).map(Client.class::cast).toList();
    }

    private static boolean isSame(Object one, Log log) {
        return one != null && LogDrawer.core(one) == LogDrawer.core(log);
    }

    /// Returns the clients of exactly this log: another set of topics may have a partition of the same name.
    private List<Client> clientsOf(TopicPartition partition, Log log) {
        var clients = new ArrayList<Client>();
        for (Object value : variables.values()) {
            if (value instanceof TopicClient client) {
                client.at(partition).stream()
                        .filter(each -> isSame(each instanceof Consumer || each instanceof Producer
                                ? LogDrawer.field(each, "log")
                                : committedLog(client, partition), log))
                        .forEach(clients::add);
            }
        }
        return clients;
    }

    /// Returns the log of a partition in the topics of a group; null if it has none.
    private static Log committedLog(TopicClient group, TopicPartition partition) {
        return LogDrawer.field(group, "topics") instanceof Topics topics && topics.names().contains(partition.topic())
                && partition.partition() < topics.topic(partition.topic()).partitions() ? topics.log(partition) : null;
    }
}
