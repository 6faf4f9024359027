package gregor.cli;

import gregor.data.SampleData;
import gregor.lesson.Course;
import gregor.lesson.Sync;
import gregor.list.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `gregor author`: what keeps the lessons and what is made from them together.
@Command(name = "author", mixinStandardHelpOptions = true, description = "For those who write lessons.")
final class Author {
    @Command(description = "Write the current source into the lessons, and the cells into the jshell scripts.")
    int sync() throws IOException {
        Course course = Gregor.course();
        List<Path> written = new Sync(course).write();
        written.forEach(file -> System.out.println("wrote " + Sample.home().relativize(file)));
        System.out.println(written.isEmpty() ? "all current" : written.size() + " brought up to date");
        return 0;
    }

    @Command(description = "Run a lesson's cells and write down what they print. Read the difference before you commit it.")
    int record(@Parameters(paramLabel = "LESSON", description = "Its number or its name.") String lesson) throws IOException {
        Course course = Gregor.course();
        new Sync(course).record(course.chapter(lesson));
        return sync();
    }

    @Command(description = "Make the sample events in data/ again; they come out the same.")
    int data() throws IOException {
        SampleData.write(Sample.home().resolve("data"));
        return 0;
    }
}
