package gregor.notebook;

import module java.base;

/// The variables of a session whose values can be drawn.
///
/// @param complete whether each was drawn as it is now; false if one could not be read in time
record VariablesView(List<VariableView> views, boolean complete) {
    static final VariablesView EMPTY = new VariablesView(List.of(), true);
    /// The maximum number of offsets in a drawing.
    static final int WINDOW = 24;
    private static final int MAX_UNFOLDED = 3;

    /// One variable.
    ///
    /// @param logs  a log, or the partitions of a topic
    /// @param rows  a table of groups, its head first; may be empty
    /// @param first the smallest log start offset
    /// @param from  the first offset that is shown
    /// @param last  the largest log end offset
    record VariableView(String variable, String type, List<LogDrawing> logs, List<List<String>> rows, long first,
            long from, long last) {
        /// Describes what has changed since an earlier view.
        List<String> changes(Optional<VariableView> before) {
            var found = new ArrayList<String>();
            logs.forEach(log -> found.addAll(log.changes(name(log), before.flatMap(view -> view.log(log.label())))));
            if (found.isEmpty() && !rows.equals(before.map(VariableView::rows).orElse(List.of()))) {
                found.add("the committed offsets in " + variable + " changed");
            }
            return found;
        }

        private String name(LogDrawing log) {
            return log.label().isEmpty() ? variable : log.label();
        }

        Optional<LogDrawing> log(String label) {
            return logs.stream().filter(log -> log.label().equals(label)).findFirst();
        }

        private String html(Optional<VariableView> before) {
            String drawings = logs.stream()
                    .map(log -> HtmlParts.figure(log,
                            before.flatMap(view -> view.log(log.label())).map(LogDrawing::end).orElse(Long.MAX_VALUE))
                            + "<p class=\"facts\">" + HtmlProse.escape(log.summary()) + "</p>")
                    .collect(Collectors.joining());
            return drawings + (rows.isEmpty()
                    ? ""
                    : "<details class=\"as-text\"><summary>committed offsets</summary>"
                            + HtmlProse.table("committed offsets of " + HtmlProse.escape(variable), escaped(rows))
                            + "</details>");
        }
    }

    private static List<List<String>> escaped(List<List<String>> rows) {
        return rows.stream().map(cells -> cells.stream().map(HtmlProse::escape).toList()).toList();
    }

    Optional<VariableView> find(String variable) {
        return views.stream().filter(view -> view.variable().equals(variable)).findFirst();
    }

    /// Renders the drawings. Drawings beyond the first few are folded unless the last cell
    /// has changed them.
    ///
    /// @param order      the variables, the last changed first
    /// @param beforeCell the view before the last cell
    String html(List<String> order, VariablesView beforeCell) {
        var text = new StringBuilder();
        int shown = 0;
        for (VariableView view : views.stream()
                .sorted(Comparator.comparingInt(view -> Math.floorMod(order.indexOf(view.variable()), 1 << 30)))
                .toList()) {
            Optional<VariableView> before = beforeCell.find(view.variable());
            boolean changed = !view.changes(before).isEmpty();
            text.append(section(view, before, changed, changed || shown++ < MAX_UNFOLDED));
        }
        return text.toString();
    }

    private static String section(VariableView view, Optional<VariableView> before, boolean changed, boolean open) {
        String name = HtmlProse.escape(view.variable());
        String title = "<h3><code>%s</code> <span class=\"type\">%s</span></h3>".formatted(name,
                HtmlProse.escape(view.type()));
        return ("<section class=\"variable%s\" data-variable=\"%s\" data-first=\"%d\" data-from=\"%d\" data-last=\"%d\""
                + " aria-label=\"%s\">%s</section>")
                .formatted(changed ? " changed" : "", name, view.first(), view.from(), view.last(), name, open
                        ? title + view.html(before)
                        : "<details class=\"old\"><summary>" + title + "</summary>" + view.html(before) + "</details>");
    }
}
