package gregor.notebook;

import module java.base;

import gregor.lesson.Course;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// A notebook, and a browser that it has admitted.
@Tag("outside")
abstract class BrowserTest {
    @TempDir
    static Path home;
    static Course course;
    static NotebookServer notebook;
    static Browser browser;
    static String base;

    @BeforeAll
    static void start() throws IOException {
        course = Apart.course(home);
        notebook = NotebookServer.start(course, Duration.ofSeconds(60));
        browser = new Browser();
        base = notebook.address().replaceFirst("/\\?.*", "");
        notebook.awaitWarm();
        browser.open(notebook.entryPage("").toUri().toString());
        browser.await("the list of lessons", () -> browser.driver().getCurrentUrl().equals(base + "/"));
    }

    @AfterAll
    static void stop() {
        browser.close();
        notebook.close();
    }

    /// Opens a lesson as if for the first time.
    static void open(String lesson) throws IOException {
        browser.open(base + "/");
        browser.script("localStorage.clear()");
        post("'open', {lesson: '" + lesson + "'}", "opened => post('close', {session: opened.session})");
        Files.deleteIfExists(home.resolve("my/notebook/" + lesson + ".json"));
        reload(lesson);
    }

    static void reload(String lesson) {
        browser.openLesson(base + "/" + Site.name(course.chapter(lesson).file()));
    }

    /// Ends the session of the lesson on the page.
    static void closeSession() {
        post("'close', {session: document.querySelector('.cell').cell.book.session}", "done => done");
    }

    private static void post(String request, String then) {
        browser.script("return import('/server.mjs').then(({post}) => post(" + request + ").then(" + then + "))");
    }
}
