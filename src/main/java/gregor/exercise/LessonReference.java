package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Page;
import gregor.lesson.Part;

/// The place where a lesson explains what an exercise asks for.
final class LessonReference {
    private LessonReference() {}

    /// Finds the piece of source that shows the first member to write, or else the class.
    static String of(Exercise exercise) {
        String member = exercise.wanted().keySet().stream().findFirst().orElse(Exercise.EVERYTHING);
        Chapter chapter = exercise.chapter();
        return Stream.of(member, "head", "")
                .flatMap(name -> chapter.files().stream().flatMap(file -> find(exercise, file, name).stream()))
                .findFirst().orElse(chapter.home().relativize(chapter.file()).toString());
    }

    private static Optional<String> find(Exercise exercise, Path file, String member) {
        String heading = "";
        for (Part part : Page.read(file).all().toList()) {
            if (part instanceof Part.Prose prose) {
                heading = prose.adoc().lines().filter(line -> line.startsWith("==")).reduce(heading,
                        (first, last) -> last);
            } else if (part instanceof Part.Shown shown && shows(shown, exercise.type(), member)) {
                return Optional.of(exercise.chapter().home().relativize(file) + ", line " + shown.line()
                        + (heading.isEmpty() ? "" : ": " + heading.replaceFirst("^=+ ", "")));
            }
        }
        return Optional.empty();
    }

    private static boolean shows(Part.Shown shown, String type, String member) {
        return shown.type().equals(type)
                && (shown.members().isEmpty() || member.isEmpty() || shown.members().contains(member));
    }
}
