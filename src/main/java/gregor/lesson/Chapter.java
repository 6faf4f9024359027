package gregor.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A lesson: its number, its name, which is its package's too, and the files that belong to it.
public record Chapter(int number, String name, Path home, Path file) {
    /// Reads the lesson.
    ///
    /// @throws LessonException if the file is not written as a lesson should be; it names file and line
    public Page page() {
        return Page.read(file);
    }

    /// The lesson and its appendices.
    public List<Path> files() {
        return Stream.concat(Stream.of(file), appendices().stream()).toList();
    }

    /// What is more of the same goes to pages of their own: `08-file-appendix.adoc`, `08-file-formats.adoc`.
    ///
    /// @throws LessonException if the folder of the lessons cannot be read
    public List<Path> appendices() {
        try (Stream<Path> pages = Files.list(file.getParent())) {
            return pages.filter(page -> page.getFileName().toString().matches(stem() + "-[a-z]+\\.adoc"))
                    .filter(page -> !page.getFileName().equals(exercises().getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new LessonException("cannot look into " + file.getParent() + "; let me read there", e);
        }
    }

    /// The exercises, their hints and the mistakes that they catch.
    public Path exercises() {
        return home.resolve("lessons").resolve(stem() + "-exercises.adoc");
    }

    /// The cells as a script for the JDK's own jshell.
    public Path script() {
        return home.resolve("jshell").resolve(stem() + ".jsh");
    }

    /// Where the lesson's classes are.
    public Path sources() {
        return home.resolve("src/main/java/gregor").resolve(name);
    }

    /// The class whose `main` tells the lesson's story.
    public String mainClass() {
        return "gregor." + name + ".Lesson";
    }

    private String stem() {
        return "%02d-%s".formatted(number, name);
    }
}
