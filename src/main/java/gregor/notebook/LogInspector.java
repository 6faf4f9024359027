package gregor.notebook;

import gregor.broker.Broker;
import gregor.broker.Partition;
import gregor.deque.DequeLog;
import gregor.list.Client;
import gregor.list.Consumer;
import gregor.list.ForwardingLog;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Draws the values of variables: logs, topics, brokers, groups. One inspector serves one request.
final class LogInspector {
    private static final int MAX_PARTITIONS = 12;

    private final Map<String, Object> variables;
    private final InspectionRequest request;
    private final VariablesView last;

    /// @param last the previous view, for variables that cannot be inspected now
    LogInspector(Map<String, Object> variables, InspectionRequest request, VariablesView last) {
        this.variables = variables;
        this.request = request;
        this.last = last;
    }

    VariablesView view() {
        var views = new ArrayList<VariableView>();
        variables.forEach((name, value) -> {
            VariableView view = request.running() && !isThreadSafe(value) ? previous(name) : tryInspect(name, value);
            if (view != null) {
                views.add(view);
            }
        });
        return new VariablesView(views);
    }

    /// Reports whether a value may be read while a cell changes it: the read has no side effect, and takes no lock that
    /// a cell could hold forever.
    private static boolean isThreadSafe(Object value) {
        return value instanceof ListLog || value instanceof DequeLog || value.getClass() == SharedLog.class
                || value instanceof Broker;
    }

    private VariableView previous(String name) {
        return last.views().stream().filter(view -> view.variable().equals(name)).findFirst().orElse(null);
    }

    private VariableView tryInspect(String name, Object value) {
        try {
            return inspect(name, value);
        } catch (RuntimeException e) {
            VariableView previous = previous(name);
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new VariableView(name, type(value), List.of(), List.of(List.of("cannot be read now"), List.of(why)),
                    0, 0, previous == null ? 0 : previous.last());
        }
    }

    private static String type(Object value) {
        return value.getClass().getSimpleName();
    }

    private VariableView inspect(String name, Object value) {
        return switch (value) {
            case Partition partition when LogDrawer.inner(partition) instanceof Log log ->
                    view(name, value, List.of(draw(name, "", log, clientsOf(log), log.end())), List.of());
            case Partition closed -> null;
            case Log log -> view(name, value, List.of(draw(name, "", log, clientsOf(log), -1)), List.of());
            case Topic topic -> view(name, value, partitions(name, topic), List.of());
            case Topics topics -> view(name, value, topics.names().stream()
                    .flatMap(topic -> partitions(name, topics.topic(topic)).stream()).limit(MAX_PARTITIONS).toList(),
                    List.of());
            case Broker broker -> view(name, value, partitions(name, broker), GroupTable.of(broker));
            case Group group -> view(name, value, List.of(), GroupTable.of(group));
            default -> null;
        };
    }

    private static VariableView view(String name, Object value, List<LogDrawing> logs, List<List<String>> rows) {
        long first = logs.stream().mapToLong(LogDrawing::start).min().orElse(0);
        long last = logs.stream().mapToLong(LogDrawing::end).max().orElse(0);
        long from = logs.stream().flatMap(log -> log.boxes().stream()).mapToLong(LogDrawing.Box::offset)
                .filter(offset -> offset >= 0).min().orElse(0);
        return new VariableView(name, type(value), logs, rows, first, from, last);
    }

    private LogDrawing draw(String variable, String label, Log log, List<Client> clients, long highWatermark) {
        long from = request.windows().getOrDefault(variable, log.end() - VariablesView.WINDOW);
        return LogDrawer.draw(label, log, clients, from, highWatermark);
    }

    private List<LogDrawing> partitions(String name, Topic topic) {
        var logs = new ArrayList<LogDrawing>();
        for (int number = 0; number < Math.min(topic.partitions(), MAX_PARTITIONS); number++) {
            var partition = new TopicPartition(topic.name(), number);
            if (logIfOpen(topic.partition(number)) instanceof Log log) {
                logs.add(draw(name, partition.toString(), log, clientsOf(partition), -1));
            }
        }
        return logs;
    }

    private List<LogDrawing> partitions(String name, Broker broker) {
        var logs = new ArrayList<LogDrawing>();
        for (String topic : broker.topicNames()) {
            for (int number = 0; !Broker.isInternal(topic) && number < broker.partitions(topic)
                    && logs.size() < MAX_PARTITIONS; number++) {
                var partition = new TopicPartition(topic, number);
                if (logIfOpen(broker.partition(partition)) instanceof Log log) {
                    var clients = new ArrayList<Client>();
                    GroupTable.names(broker)
                            .forEach(group -> clients.addAll(broker.groups().in(group, each -> each.at(partition))));
                    // Without replicas the high watermark is the end of the log.
                    logs.add(draw(name, partition.toString(), log, clients, log.end()));
                }
            }
        }
        return logs;
    }

    /// Returns the log inside a partition, or null if it is not open: reading through the partition would open it and
    /// count as a read.
    static Object logIfOpen(Log log) {
        return log instanceof Partition partition ? LogDrawer.inner(partition) : log;
    }

    /// Returns the variables that read or write a log.
    private List<Client> clientsOf(Log log) {
        return variables.values().stream().filter(value -> value instanceof Consumer || value instanceof Producer)
                .filter(value -> isSame(LogDrawer.inner(value), log)).map(Client.class::cast).toList();
    }

    private static boolean isSame(Object one, Log log) {
        return one == log || log instanceof ForwardingLog<?> && LogDrawer.inner(log) == one;
    }

    private List<Client> clientsOf(TopicPartition partition) {
        return variables.values().stream().filter(TopicClient.class::isInstance).map(TopicClient.class::cast)
                .flatMap(client -> client.at(partition).stream()).toList();
    }
}
