package gregor.notebook;

import module java.base;

/// The drawings of a session's variables, now and in the past. Any thread may call it.
final class Lane {
    private static final int MAX_FRAMES = 100;

    private final Deque<Map<String, Object>> frames = new ArrayDeque<>();
    /// The variables, the last changed first.
    private final List<String> recent = new ArrayList<>();
    private VariablesView beforeCell = VariablesView.EMPTY;
    private VariablesView last = VariablesView.EMPTY;
    private String cell = "";

    /// Begins a cell, to which all changes belong until the next one.
    synchronized void begin(String nextCell) {
        cell = nextCell;
        beforeCell = last;
    }

    /// Forgets the variables, since their process has ended. The history remains.
    synchronized void clear() {
        beforeCell = VariablesView.EMPTY;
        last = VariablesView.EMPTY;
        recent.clear();
    }

    /// Adds a view, and returns the event for the page; empty if nothing has changed.
    synchronized Optional<Map<String, Object>> show(VariablesView view) {
        if (view.views().equals(last.views())) {
            return Optional.empty();
        }
        Map<String, List<String>> changes = new LinkedHashMap<>();
        view.views().forEach(variable -> {
            List<String> found = variable.changes(beforeCell.find(variable.variable()));
            if (!found.isEmpty()) {
                changes.put(variable.variable(), found);
            }
        });
        recent.removeAll(changes.keySet());
        recent.addAll(0, changes.keySet());
        last = view;
        var event = new LinkedHashMap<String, Object>();
        event.put("type", "lane");
        event.put("cell", cell);
        event.put("html", view.html(recent, beforeCell));
        event.put("change", String.join("; ", changes.values().stream().flatMap(List::stream).toList()));
        if (frames.size() == MAX_FRAMES) {
            frames.removeFirst();
        }
        frames.addLast(event);
        return Optional.of(event);
    }

    synchronized List<Map<String, Object>> history() {
        return List.copyOf(frames);
    }
}
