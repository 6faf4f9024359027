package gregor.live;

import gregor.notebook.OutputHtml;
import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;
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
    interface Run extends JSObject {
        void run(int lesson, int cell, Done done);
    }

    @JSFunctor
    interface Change extends JSObject {
        void change(String literal, String value);
    }

    @JSFunctor
    interface Simulate extends JSObject {
        void run(String scenario, Done done);
    }

    private LivePage() {}

    public static void main(String[] arguments) {
        new java.io.File("/tmp").mkdirs();
        export(LivePage::run, Literals::change, LivePage::simulate);
    }

    private static void run(int lesson, int cell, Done done) {
        new Thread(() -> {
            CellRunner.Result result = Lessons.run(lesson, cell);
            done.accept(result.text(), html(result));
        }).start();
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

    @JSBody(params = {"run", "change", "simulate"},
            script = "self.gregorRun = run; self.gregorChange = change; self.gregorSimulate = simulate;")
    private static native void export(Run run, Change change, Simulate simulate);
}
