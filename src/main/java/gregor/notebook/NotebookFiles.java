package gregor.notebook;

import module java.base;

import gregor.exercise.LearnerFilesConverter;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The saved notebooks in `my/notebook`: `list.json` is the current state of the lesson `list`, `list.snapshots` has
/// snapshots of it. Any thread may call it.
final class NotebookFiles {
    private static final String NAME = "[\\p{L}\\p{N} ._-]{1,60}";

    private final Path folder;
    private String notice;

    NotebookFiles(Course course) {
        folder = course.home().resolve("my/notebook");
        notice = LearnerFilesConverter.convert(folder.getParent());
    }

    /// Returns the message about converted files once; empty if none were.
    synchronized String notice() {
        String once = notice;
        notice = "";
        return once;
    }

    /// Returns the last port of the notebook, at which open tabs expect it; 0 if it is not known.
    int port() {
        try {
            return Integer.parseInt(Files.readString(folder.resolve("port")).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /// Saves the port. If that fails, the next notebook has another port.
    void port(int port) {
        try {
            LearnerFilesConverter.markCurrent(folder.getParent());
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("port"), port + "\n");
        } catch (IOException e) {
            // saving the notebook will report the problem
        }
    }

    /// Makes snapshots of the files that earlier versions wrote for second tabs: `list-2.json` becomes `second tab 2`.
    synchronized void convertCopies(String lesson) {
        for (int number = 2; Files.exists(folder.resolve(lesson + "-" + number + ".json")); number++) {
            Path copy = folder.resolve(lesson + "-" + number + ".json");
            try {
                Files.createDirectories(snapshots(lesson));
                Files.move(copy, snapshots(lesson).resolve("second tab " + number + ".json"));
            } catch (IOException e) {
                throw new LessonException("cannot move " + copy + " to the snapshots; make its folder writable", e);
            }
        }
    }

    private Path file(String lesson) {
        return folder.resolve(lesson + ".json");
    }

    private Path snapshots(String lesson) {
        return folder.resolve(lesson + ".snapshots");
    }

    /// Reads the file of a lesson; empty if it does not exist or cannot be read.
    synchronized Optional<JsonNode> saved(String lesson) {
        return read(file(lesson));
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(VariableInspector.JSON.readTree(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    synchronized void save(String lesson, JsonNode document) {
        write(file(lesson), document);
    }

    private static void write(Path file, JsonNode document) {
        if (!document.path("items").isArray()) {
            throw new HttpRejection(400, "this is not a notebook: it has no items");
        }
        try {
            Folder.write(file, VariableInspector.JSON.writeValueAsBytes(document));
        } catch (StorageException e) {
            throw new LessonException("cannot write " + file + "; make its folder writable", e);
        }
    }

    synchronized void snapshot(String lesson, String name) {
        read(file(lesson)).ifPresent(document -> write(snapshots(lesson).resolve(checked(name) + ".json"), document));
    }

    synchronized List<String> snapshotNames(String lesson) {
        Path snapshots = snapshots(lesson);
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(snapshots)) {
            return found.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        } catch (IOException e) {
            throw new LessonException("cannot list " + snapshots + "; make it readable", e);
        }
    }

    synchronized JsonNode readSnapshot(String lesson, String name) {
        return read(snapshots(lesson).resolve(checked(name) + ".json"))
                .orElseThrow(() -> new HttpRejection(404, "no snapshot " + name));
    }

    private static String checked(String name) {
        if (!name.matches(NAME) || name.startsWith(".")) {
            throw new HttpRejection(400,
                    "the name of a snapshot has at most 60 letters, digits, spaces and . _ -, and does not begin with a dot");
        }
        return name;
    }
}
