package gregor.lesson;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A lesson: its number, its name, which is its package's too, and the files that belong to it.
public record Chapter(int number, String name, Path home, Path file) {
    /// Reads the lesson.
    ///
    /// @throws LessonException if the file is not written as a lesson should be; it names file and line
    public Page page() {
        return Page.read(file);
    }

    /// The lesson and, if it has one, its appendix.
    public List<Path> files() {
        return Files.exists(appendix()) ? List.of(file, appendix()) : List.of(file);
    }

    /// What is more of the same goes there.
    public Path appendix() {
        return home.resolve("lessons").resolve(stem() + "-appendix.adoc");
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
