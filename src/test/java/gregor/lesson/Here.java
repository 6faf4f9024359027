package gregor.lesson;

import module java.base;

/// This project, for tests that look at it; and copies of its lessons, to plant faults in.
final class Here {
    static final Course COURSE = Course.of(Path.of(System.getProperty("gregor.home", ".")));

    private Here() {}

    /// Copies the first lesson, its script and its sources into a folder: enough to plant a fault in.
    static Course copy(Path folder) throws IOException {
        Chapter first = COURSE.chapter("list");
        var wanted = new ArrayList<>(first.files());
        wanted.add(first.script());
        wanted.addAll(LessonFiles.below(first.sources(), ".java"));
        for (Path file : wanted) {
            Path to = folder.resolve(COURSE.home().relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        return Course.of(folder);
    }

    /// Changes the first occurrence of a text in a file.
    static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not contain " + from);
        }
        Files.writeString(file,
                text.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
    }
}
