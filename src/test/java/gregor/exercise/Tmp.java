package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.Progress;

/// A learner's Gregor in a folder of its own, with the first lesson, in which files may be changed.
final class Tmp {
    static final String LOG = "gregor/list/ListLog.java";
    static final Course COURSE = Course.of(Path.of(System.getProperty("gregor.home", ".")));

    final Path home;
    final Course course;

    Tmp(Path home) throws IOException {
        this.home = home;
        Chapter list = COURSE.chapter("list");
        copy("lessons", Stream.concat(list.files().stream(), Stream.of(list.exercises()))
                .map(file -> file.getFileName().toString()).toArray(String[]::new));
        try (Stream<Path> files = Files.list(COURSE.home().resolve("src/main/java/gregor/list"))) {
            copy("src/main/java/gregor/list", files.map(file -> file.getFileName().toString()).toArray(String[]::new));
        }
        copy("src/test/java/gregor/list", "DictionaryLog.java");
        course = Course.of(home);
    }

    private void copy(String folder, String... names) throws IOException {
        Files.createDirectories(home.resolve(folder));
        for (String name : names) {
            Files.copy(COURSE.home().resolve(folder).resolve(name), home.resolve(folder).resolve(name));
        }
    }

    Progress progress() {
        return new Progress(home.resolve("my/progress"));
    }

    LearnerFiles files() {
        return new LearnerFiles(course, progress());
    }

    Exercise exercise(int number) {
        return ExercisePage.named(course, "list." + number).getFirst();
    }

    Path mine() {
        return home.resolve("my").resolve(LOG);
    }

    Path original() {
        return home.resolve("src/main/java").resolve(LOG);
    }

    static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(file + " does not contain " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    /// The original with a change, as sources to runner.
    static Map<String, String> sources(Exercise exercise, String from, String to, String... more) {
        String text = exercise.originalText();
        if (!text.contains(from)) {
            throw new IllegalArgumentException(exercise.type() + " does not contain " + from);
        }
        String path = "gregor/" + exercise.chapter().name() + "/" + exercise.type() + ".java";
        return more.length == 0
                ? Map.of(path, text.replace(from, to))
                : Map.of(path, text.replace(from, to), more[0], more[1]);
    }
}
