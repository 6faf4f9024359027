package gregor.lesson;

import module java.base;

/// The lessons in their order, which the names of the files in `lessons/` define.
public record Course(Path home, List<Chapter> chapters) {
    private static final Pattern FILE = Pattern.compile("(\\d\\d)-([a-z]+)\\.adoc");

    /// Lists the `lessons` folder of Gregor's home.
    ///
    /// @throws LessonException if there is no such folder
    public static Course of(Path home) {
        try (Stream<Path> files = Files.list(home.resolve("lessons"))) {
            List<Chapter> chapters = files.sorted().flatMap(file -> {
                Matcher name = FILE.matcher(file.getFileName().toString());
                return name.matches()
                        ? Stream.of(new Chapter(Integer.parseInt(name.group(1)), name.group(2), home, file))
                        : Stream.empty();
            }).toList();
            return new Course(home, chapters);
        } catch (IOException e) {
            throw new LessonException(
                    "no lessons found in " + home.resolve("lessons") + "; start ./gregor from its own folder", e);
        }
    }

    /// Returns the pages that belong to no lesson, and that exist: the glossary, the ancestors, the commands,
    /// the IDEs, and advice for teachers.
    public List<Path> appendices() {
        return Stream.of("glossary.adoc", "ancestors.adoc", "commands.adoc", "ide.adoc", "teaching.adoc")
                .map(home.resolve("lessons")::resolve).filter(Files::exists).toList();
    }

    /// Finds a lesson by its number or its name.
    ///
    /// @throws LessonException if there is none; the message suggests the nearest name
    public Chapter chapter(String wanted) {
        for (Chapter chapter : chapters) {
            if (chapter.name().equals(wanted)
                    || String.valueOf(chapter.number()).equals(wanted.replaceFirst("^0+(?=\\d)", ""))) {
                return chapter;
            }
        }
        String known = "the lessons are " + chapters.getFirst().number() + " to " + chapters.getLast().number() + ": "
                + String.join(", ", chapters.stream().map(Chapter::name).toList());
        throw new LessonException("there is no lesson " + wanted
                + NearestWord.suggestion(wanted, chapters.stream().map(Chapter::name).toList()) + "; " + known);
    }
}
