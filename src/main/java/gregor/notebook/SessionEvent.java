package gregor.notebook;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is told to who watches a room, ready to be written as JSON.
final class SessionEvent {
    private SessionEvent() {}

    /// How it stands with a cell.
    static Map<String, Object> state(CellRun ran) {
        var said = new LinkedHashMap<String, Object>();
        said.put("type", "cell");
        said.put("cell", ran.cell());
        said.put("state", ran.state().name().toLowerCase());
        said.put("text", ran.outcome().text());
        said.put("html", HtmlParts.output(ran.outcome().text(), ran.outcome().problem() != null,
                ran.plot().isEmpty() ? "" : PlotFrame.frame(ran.plot())));
        said.put("plot", ran.plot());
        said.put("last", ran.outcome().text().lines().reduce("", (first, second) -> second).replaceFirst("^==> ", ""));
        said.put("ok", ran.outcome().ok());
        said.put("reset", ran.outcome().clearedVariables());
        said.put("faults", ran.faults());
        said.put("trace", ran.trace());
        said.put("note", ran.note());
        return said;
    }

    /// The logs, drawn.
    static Map<String, Object> lane(VariablesView lane) {
        return Map.of("type", "lane", "html", lane.html(), "sentence", lane.sentence());
    }
}
