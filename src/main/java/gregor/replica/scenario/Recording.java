package gregor.replica.scenario;

import module java.base;

import gregor.replica.BrokerNode;
import gregor.replica.Cluster;
import gregor.replica.Cluster.Pending;
import gregor.replica.Message;

/// A [Scenario] that has been run, with each state of its cluster, for a drawing that moves.
///
/// @param text     the lines of its file
/// @param clients  the names of the clients -1, -2, …
/// @param steps    what happens
/// @param frames   the states, in order; each differs from the one before
/// @param messages the messages that carry something new, at most 3,000
public record Recording(Scenario scenario, String text, int brokers, List<String> clients, List<Step> steps,
        List<Frame> frames, List<Arrival> messages) {
    private static final int MAX_MESSAGES = 3_000;
    private static final int MAX_FRAMES = 20_000;

    /// A step of the scenario.
    ///
    /// @param frame the number of the frame after it
    /// @param unmet for an expectation that does not hold, what is the case instead; empty otherwise
    public record Step(String text, int frame, String unmet) {}

    /// A state of the cluster.
    ///
    /// @param at     in ms
    /// @param cuts   pairs of nodes; messages from the first do not reach the second
    /// @param broken the promises that are broken
    public record Frame(double at, int leader, int epoch, Collection<Integer> isr, Collection<Integer> elr,
            List<Broker> brokers, List<String> clients, List<List<Integer>> cuts, SortedMap<String, Integer> metrics,
            List<String> broken) {
        boolean looksLike(Frame other) {
            return equals(new Frame(at, other.leader, other.epoch, other.isr, other.elr, other.brokers, other.clients,
                    other.cuts, other.metrics, other.broken));
        }
    }

    /// A broker.
    public record Broker(boolean running, boolean paused, boolean leads, int epoch, List<String> log, long hw,
            long flushed, String epochs) {}

    /// A message from node to node, with times in ms.
    public record Arrival(double sent, double at, int from, int to, String text) {}

    /// Runs a scenario.
    ///
    /// @throws IllegalArgumentException if a step cannot be made, or if it has too many states; it names the step
    public static Recording of(Scenario scenario) {
        var run = new ScenarioRun(scenario);
        var frames = new ArrayList<Frame>();
        var messages = new ArrayList<Arrival>();
        var steps = new ArrayList<Step>();
        var seen = new HashMap<List<Object>, String>();
        frames.add(frame(run));
        run.cluster().observe(message -> {
            if (!message.isTimer()) {
                note(message, seen, messages);
                add(frame(run), frames);
            }
        });
        for (String step : scenario.steps()) {
            try {
                String unmet = run.step(step).orElse("");
                add(frame(run), frames);
                steps.add(new Step(step, frames.size() - 1, unmet));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("step " + (steps.size() + 1) + ", " + step + ": " + e.getMessage(),
                        e);
            }
        }
        return new Recording(scenario, scenario.text(), run.cluster().brokers().size(), run.clients(), steps, frames,
                messages);
    }

    private static void add(Frame next, List<Frame> frames) {
        if (!next.looksLike(frames.getLast())) {
            if (frames.size() == MAX_FRAMES) {
                throw new IllegalArgumentException("it has more than " + MAX_FRAMES + " states; let less time pass");
            }
            frames.add(next);
        }
    }

    /// Adds a message, unless its sender has sent the same to the same node before, or it is a heartbeat.
    private static void note(Pending message, Map<List<Object>, String> seen, List<Arrival> messages) {
        String text = text(message.message());
        List<Object> link = List.of(message.from(), message.to(), message.message().getClass());
        if (!text.isEmpty() && messages.size() < MAX_MESSAGES && !text.equals(seen.put(link, text))) {
            messages.add(new Arrival(message.sent() / 1e6, message.at() / 1e6, message.from(), message.to(), text));
        }
    }

    private static String text(Message message) {
        return switch (message) {
            case Message.Heartbeat _,Message.Tick _ -> "";
            case Message.Fetched fetched when fetched.batches().isEmpty() -> fetched.diverging()
                    .map(end -> "truncate to " + end.end()).orElse("high watermark " + fetched.highWatermark());
            default -> message.label();
        };
    }

    private static Frame frame(ScenarioRun run) {
        Cluster cluster = run.cluster();
        List<Broker> brokers = cluster.brokers().values().stream().map(broker -> broker(cluster, broker)).toList();
        return new Frame(cluster.nanos() / 1e6, cluster.state().leader(), cluster.state().leaderEpoch(),
                List.copyOf(cluster.state().isr()), List.copyOf(cluster.state().elr()), brokers, run.clientTexts(),
                cluster.network().cuts(), run.metrics(), cluster.invariants().broken());
    }

    private static Broker broker(Cluster cluster, BrokerNode broker) {
        return new Broker(broker.isRunning(), cluster.isPaused(broker.number()), broker.isLeader(),
                broker.state().leaderEpoch(), List.copyOf(broker.replica().texts()), broker.replica().highWatermark(),
                broker.replica().flushed(), broker.replica().epochs().toString());
    }
}
