package gregor.live;

import gregor.notebook.OutputHtml;
import gregor.notebook.PageLane;
import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/// What the script of a page calls.
public final class LivePage {
    @JSFunctor
    interface Done extends JSObject {
        void accept(String text, String html);
    }

    @JSFunctor
    interface Ended extends JSObject {
        void accept(String text, String html, String lane, String change);
    }

    @JSFunctor
    interface Window extends JSObject {
        void show(String variable, int from, Done done);
    }

    @JSFunctor
    interface Run extends JSObject {
        void run(int lesson, int cell, Ended ended);
    }

    @JSFunctor
    interface Change extends JSObject {
        void change(String literal, String value);
    }

    @JSFunctor
    interface Simulate extends JSObject {
        void run(String scenario, Done done);
    }

    private static final PageLane LANE = new PageLane();

    private LivePage() {}

    public static void main(String[] arguments) {
        new java.io.File("/tmp").mkdirs();
        export(LivePage::run, Literals::change, LivePage::simulate, LivePage::window);
    }

    private static void run(int lesson, int cell, Ended ended) {
        new Thread(() -> {
            LANE.begin(String.valueOf(cell));
            CellRunner.Result result = Lessons.run(lesson, cell);
            Map<String, Object> lane = LANE.draw(Lessons.variables(lesson));
            ended.accept(result.text(), html(result), (String) lane.get("html"), (String) lane.get("change"));
        }).start();
    }

    /// Shows a variable beside the page from an offset on, and answers with the drawings, or with null if they are as before.
    private static void window(String variable, int from, Done done) {
        Map<String, Object> lane = LANE.draw(variable, from);
        done.accept((String) lane.get("html"), "");
    }

    /// Draws the output; empty if that fails, so that the page shows the text.
    private static String html(CellRunner.Result result) {
        try {
            return OutputHtml.of(result.text(), result.failed());
        } catch (RuntimeException e) {
            return "";
        }
    }

    /// Runs a history of the cluster of lesson 15, and answers with its recording, or with an empty text and what is wrong.
    private static void simulate(String scenario, Done done) {
        try {
            Recording recording = Recording.of(Scenario.parse("yours", scenario.lines().toList()));
            done.accept(RecordingJson.of(recording), "");
        } catch (IllegalArgumentException e) {
            done.accept("", e.getMessage());
        }
    }

    @JSBody(params = {"run", "change", "simulate", "look"}, script = "self.gregorRun = run; self.gregorChange = change; "
            + "self.gregorSimulate = simulate; self.gregorWindow = look;")
    private static native void export(Run run, Change change, Simulate simulate, Window look);
}
