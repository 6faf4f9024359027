package gregor.live;

import gregor.notebook.OutputHtml;
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

    private LivePage() {}

    public static void main(String[] arguments) {
        new java.io.File("/tmp").mkdirs();
        export(LivePage::run, Literals::change);
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

    @JSBody(params = {"run", "change"}, script = "self.gregorRun = run; self.gregorChange = change;")
    private static native void export(Run run, Change change);
}
