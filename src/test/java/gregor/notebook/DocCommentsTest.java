package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.lesson.Course;
import gregor.lesson.Completion;
import gregor.lesson.JShellSession;
import gregor.list.Sample;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What doc comments say of what a cell mentions: ours, and the JDK's.
class DocCommentsTest {
    private static final DocComments COMMENTS = new DocComments(Course.of(Sample.home()));
    private static JShellSession session;

    @BeforeAll
    static void start() {
        session = JShellSession.start();
        session.run("import gregor.list.*; import gregor.topic.*; var log = new ListLog();"
                + "var event = Event.of(\"a\"); var names = List.of(\"a\");");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static List<String> said(String code) {
        return session.completion().documentation(code, code.length()).stream()
                .map(each -> COMMENTS.of(each, session.packages(), true)).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"log.append(                   | Appends one event and returns its offset.",
            "ListLog                       | A log in memory, a list of batches.",
            "new gregor.list.Consumer(     | Starts at the earliest event that the log has now.",
            "new TopicPartition(           | The name of a partition",
            "event.timestamp(              | milliseconds since 1970 UTC",
            "event.text(                   | Returns the value as text", "log.start(                    | offset"})
    void ourCommentsComeFromOurSources(String code, String comment) {
        assertThat(said(code.strip())).anySatisfy(each -> assertThat(each).contains(comment));
    }

    @Test
    void commentsOfTheJdkComeFromItsSources() {
        boolean there = Files.exists(Path.of(System.getProperty("java.home"), "lib/src.zip"));
        assertThat(said("\"\".strip(")).singleElement().asString().startsWith(there
                ? "Returns a string whose value is this string, with all leading and trailing white space removed."
                : "");
        assertThat(said("names.isEmpty(")).isNotEmpty();
    }

    @Test
    void marksAreLeftOut() {
        assertThat(
                DocComments.plain("A {@code List<String>} or\na {@link java.util.Map#get(Object) look} {@link Map}.\n"
                        + " <p>Two &lt; <em>three</em>."))
                .isEqualTo("A List<String> or a look Map.\n\nTwo < three.");
        assertThat(DocComments.plain("As [Log#start()] and [the map][java.util.Map] `say`."))
                .isEqualTo("As Log#start() and the map say.");
    }

    @Test
    void theFirstParagraphCanStandAlone() {
        var declared = new Completion.Declared("x", " One.\n\n Two.\n @param a none");
        assertThat(COMMENTS.of(declared, List.of(), false)).isEqualTo("One.");
        assertThat(COMMENTS.of(declared, List.of(), true)).isEqualTo("One.\n\nTwo.");
    }
}
