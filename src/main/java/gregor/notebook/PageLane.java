package gregor.notebook;

import module java.base;

import gregor.notebook.VariableInspector.InspectionRequest;

/// The lane of a page that runs its cells itself.
public final class PageLane {
    private final Lane lane = new Lane();
    private final Map<String, Long> windows = new HashMap<>();
    private Map<String, Object> variables = Map.of();
    private VariablesView view = VariablesView.EMPTY;

    /// Begins a cell.
    public void begin(String cell) {
        lane.begin(cell);
    }

    /// Draws variables; returns the drawings as `html` and what has changed as `change`, or nothing if they are as before.
    public Map<String, Object> draw(Map<String, Object> now) {
        var request = new InspectionRequest(List.copyOf(now.keySet()), windows, false);
        view = new LogInspector(now, request, view, variables).view();
        variables = now;
        return lane.show(view).orElse(Map.of());
    }

    /// Draws a variable from an offset on; from the last events if that is negative.
    public Map<String, Object> draw(String variable, int from) {
        windows.put(variable, (long) from);
        if (from < 0) {
            windows.remove(variable);
        }
        return draw(variables);
    }
}
