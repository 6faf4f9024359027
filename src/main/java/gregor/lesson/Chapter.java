package gregor.lesson;

import module java.base;

/// A lesson: its number, its name, which is also the name of its package, and its files.
public record Chapter(int number, String name, Path home, Path file) {
    /// Reads the lesson.
    ///
    /// @throws LessonException if the file breaks the grammar of lessons; it names file and line
    public Page page() {
        return Page.read(file);
    }

    /// Returns the lesson and its in-depth pages.
    public List<Path> files() {
        return Stream.concat(Stream.of(file), inDepth().stream()).toList();
    }

    /// Returns the pages that go deeper into the lesson's topic: `08-file-formats.adoc`.
    public List<Path> inDepth() {
        return LessonFiles.below(file.getParent(), ".adoc").stream()
                .filter(page -> page.getFileName().toString().matches(stem() + "-[a-z]+\\.adoc"))
                .filter(page -> !page.getFileName().equals(exercises().getFileName())).toList();
    }

    /// Returns the page of the exercises, with their hints and the mistakes that they catch.
    public Path exercises() {
        return home.resolve("lessons").resolve(stem() + "-exercises.adoc");
    }

    /// Returns the script for the JDK's own jshell, made of the cells.
    public Path script() {
        return home.resolve("jshell").resolve(stem() + ".jsh");
    }

    public Path sources() {
        return home.resolve("src/main/java/gregor").resolve(name);
    }

    /// Reports whether the lesson has classes of its own. Lesson 0 has none: it runs in the JDK's jshell alone.
    public boolean hasClasses() {
        return Files.isDirectory(sources());
    }

    public String mainClass() {
        return "gregor." + name + ".Lesson";
    }

    private String stem() {
        return "%02d-%s".formatted(number, name);
    }
}
