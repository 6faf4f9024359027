package gregor.notebook;

import gregor.exercise.LearnerFilesConverter;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The saved notebooks in `my/notebook`: `list.json` is the current state of the lesson `list`, `list.snapshots` has
/// snapshots of it. A second tab of the same lesson has another file, `list-2.json`. Any thread may call it.
final class NotebookFiles {
    private static final String NAME = "[\\p{L}\\p{N} ._-]{1,60}";

    private final Path folder;
    private final Map<String, String> files = new HashMap<>();
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

    /// Assigns a file to a session, and returns its name.
    ///
    /// @param wanted the last file of the tab; the first free one is used if another session has it
    synchronized String open(String session, String lesson, String wanted) {
        String last = wanted.matches(Pattern.quote(lesson) + "(-[1-9][0-9]?)?") ? wanted : lesson;
        return files.computeIfAbsent(session, name -> files.containsValue(last) ? free(lesson) : last);
    }

    private String free(String lesson) {
        String name = lesson;
        for (int number = 2; files.containsValue(name); number++) {
            name = lesson + "-" + number;
        }
        return name;
    }

    /// Releases the files of sessions that no tab watches.
    synchronized void releaseUnwatched(Predicate<String> watched) {
        files.keySet().removeIf(session -> !watched.test(session));
    }

    synchronized void close(String session) {
        files.remove(session);
    }

    private Path file(String session) {
        String name = files.get(session);
        if (name == null) {
            throw new HttpRejection(410, "this session has ended");
        }
        return folder.resolve(name + ".json");
    }

    private Path snapshots(String session) {
        return folder.resolve(files.get(session) + ".snapshots");
    }

    /// Reads the file of a session; empty if it does not exist or cannot be read.
    synchronized Optional<JsonNode> saved(String session) {
        return read(file(session));
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

    /// Replaces the file of a session atomically.
    synchronized void save(String session, JsonNode document) {
        write(file(session), document);
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

    /// Copies the file of a session to a snapshot.
    synchronized void snapshot(String session, String name) {
        read(file(session)).ifPresent(document -> write(snapshots(session).resolve(checked(name) + ".json"), document));
    }

    /// Returns the names of the snapshots.
    synchronized List<String> snapshotNames(String session) {
        Path snapshots = snapshots(session);
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

    /// Reads a snapshot.
    synchronized JsonNode readSnapshot(String session, String name) {
        return read(snapshots(session).resolve(checked(name) + ".json"))
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
