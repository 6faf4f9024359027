package gregor.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The events of a session for its tabs, ready to be written as JSON.
final class SessionEvent {
    private SessionEvent() {}

    /// Describes the state of a cell.
    static Map<String, Object> state(CellRun run) {
        String text = run.result().text();
        var event = new LinkedHashMap<String, Object>();
        event.put("type", "cell");
        event.put("cell", run.cell());
        event.put("state", run.state().name().toLowerCase(Locale.ROOT));
        event.put("text", text);
        event.put("html", HtmlParts.output(text, run.result().problem() != null,
                run.plot().isEmpty() ? "" : PlotFrame.frame(run.plot())));
        event.put("plot", run.plot());
        event.put("last", text.lines().reduce("", (first, second) -> second).replaceFirst("^==> ", ""));
        event.put("ok", run.result().ok());
        event.put("cleared", run.result().clearedVariables());
        event.put("errors", run.errors());
        event.put("trace", run.trace());
        event.put("note", run.note());
        return event;
    }

    /// Describes the variables for the lane.
    static Map<String, Object> lane(VariablesView variables) {
        return Map.of("type", "lane", "html", variables.html(), "sentence", variables.sentence());
    }
}
