package gregor.exercise;

import module java.base;

import gregor.lesson.Page;
import gregor.lesson.Part;

/// The place where a lesson explains what an exercise asks for.
record LessonReference(Path file, int line, String heading) {
    /// Finds the piece of source that shows the first member to write, or else the class.
    static String of(Exercise exercise) {
        String member = exercise.wanted().keySet().stream().findFirst().orElse(Exercise.EVERYTHING);
        return Stream.of(member, "head", "").flatMap(name -> find(exercise, name).stream()).findFirst()
                .map(LessonReference::toString).orElse(place(exercise, exercise.chapter().file()) + "");
    }

    private static List<LessonReference> find(Exercise exercise, String member) {
        return exercise.chapter().files().stream().flatMap(file -> find(exercise, file, member)).toList();
    }

    private static Stream<LessonReference> find(Exercise exercise, Path file, String member) {
        String heading = "";
        for (Part part : Page.read(file).all().toList()) {
            if (part instanceof Part.Prose prose) {
                heading = prose.adoc().lines().filter(line -> line.startsWith("==")).reduce(heading,
                        (first, last) -> last);
            } else if (part instanceof Part.Shown shown && shows(shown.piece(), exercise.type(), member)) {
                return Stream
                        .of(new LessonReference(place(exercise, file), shown.line(), heading.replaceFirst("^=+ ", "")));
            }
        }
        return Stream.empty();
    }

    private static boolean shows(String piece, String type, String member) {
        List<String> names = List.of(piece.split("[# ]"));
        return names.getFirst().equals(type) && (names.size() == 1 || member.isEmpty() || names.contains(member));
    }

    private static Path place(Exercise exercise, Path file) {
        return exercise.chapter().home().relativize(file);
    }

    @Override
    public String toString() {
        return file + ", line " + line + (heading.isEmpty() ? "" : ": " + heading);
    }
}
