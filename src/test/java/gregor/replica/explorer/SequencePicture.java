package gregor.replica.explorer;

import module java.base;

import gregor.replica.BrokerNode;
import gregor.replica.Cluster.Pending;

/// Draws a schedule as a sequence: a line for each node, an arrow for each message, and the logs when they have changed.
final class SequencePicture {
    private static final int LABEL = 26;
    private static final int LANE = 11;

    private final World world;
    private final List<Integer> lanes;
    private final List<String> lines = new ArrayList<>();
    private String drawn = "";

    SequencePicture(World world) {
        this.world = world;
        lanes = new ArrayList<>(List.of(-1, 0));
        lanes.addAll(world.cluster().brokers().keySet());
        var names = new StringBuilder(" ".repeat(LABEL));
        lanes.forEach(lane -> names
                .append(("%-" + LANE + "s").formatted(lane < 0 ? "Ann" : lane == 0 ? "controller" : "broker " + lane)));
        lines.add(names.toString().stripTrailing());
        drawLogs();
    }

    World world() {
        return world;
    }

    void perform(Action action) {
        lines.add(switch (action.kind()) {
            case DELIVER -> arrow(world.pending(action.which()), '>');
            case HOLD -> arrow(world.pending(action.which()), '~');
            case DROP -> arrow(world.pending(action.which()), 'x');
            case REPEAT -> arrow(world.pending(action.which()), '2');
            case SEND -> mark("sends " + (char) ('a' + action.which()), -1);
            case RETRY -> mark("sends again", -1);
            case FENCE -> mark("fences broker " + action.which(), 0);
            default -> mark(action.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '), action.which());
        });
        world.perform(action);
        drawLogs();
    }

    private void drawLogs() {
        var row = new StringBuilder(label(world.cluster().state().toString()));
        row.append(" ".repeat(LANE * 2));
        for (BrokerNode broker : world.cluster().brokers().values()) {
            String role = !broker.isRunning() ? "x" : broker.isLeader() ? "*" + broker.state().leaderEpoch() : "-";
            row.append(("%-" + LANE + "s").formatted(role + " " + broker.replica()));
        }
        if (!drawn.equals(row.toString())) {
            drawn = row.toString();
            lines.add(drawn.stripTrailing());
        }
    }

    private String mark(String text, int node) {
        var row = bars();
        int at = LANE * lanes.indexOf(node);
        row.replace(at, Math.max(at + text.length(), row.length()), text);
        return (" ".repeat(LABEL) + row).stripTrailing();
    }

    private StringBuilder bars() {
        return new StringBuilder(("|" + " ".repeat(LANE - 1)).repeat(lanes.size()));
    }

    /// @param end of the arrow: `>` arrives, `~` is delayed, `x` is lost, `2` arrives twice
    private String arrow(Pending message, char end) {
        var row = bars();
        int from = LANE * lanes.indexOf(message.from());
        int to = LANE * lanes.indexOf(message.to());
        for (int i = Math.min(from, to) + 1; i < Math.max(from, to); i++) {
            row.setCharAt(i, '-');
        }
        row.setCharAt(from, 'o');
        row.setCharAt(to + Integer.signum(from - to), end == '>' && to < from ? '<' : end);
        return label(message.message().label()) + row.toString().stripTrailing();
    }

    private static String label(String text) {
        return ("%-" + LABEL + "s").formatted(text.length() < LABEL ? text : text.substring(0, LABEL - 2) + "…");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
