package gregor.notebook;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Keeps what learners have made of the lessons, in `my/notebook`: `list.json` as it is now, and snapshots of it in
/// `list.snapshots`. A second tab of the same lesson has a file of its own, `list-2.json`. Any thread may call it.
final class NotebookFiles {
    private static final String NAME = "[\\p{L}\\p{N} ._-]{1,60}";

    private final Path folder;
    private final Map<String, String> files = new HashMap<>();

    NotebookFiles(Course course) {
        folder = course.home().resolve("my/notebook");
    }

    /// The port at which the notebook was the last time, so that tabs which are still open find it again; 0 if nobody
    /// knows.
    int port() {
        try {
            return Integer.parseInt(Files.readString(folder.resolve("port")).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /// Remembers it. If that cannot be written, the next notebook is at another one.
    void port(int port) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("port"), port + "\n");
        } catch (IOException e) {
            // what cannot be saved is said when something is to be saved
        }
    }

    /// Gives a room a file of its own, and returns its name.
    ///
    /// @param wanted the one that its tab had before; the first that nobody has if it is taken or of another lesson
    synchronized String open(String room, String lesson, String wanted) {
        String had = wanted.matches(Pattern.quote(lesson) + "(-[1-9][0-9]?)?") ? wanted : lesson;
        return files.computeIfAbsent(room, name -> files.containsValue(had) ? free(lesson) : had);
    }

    private String free(String lesson) {
        String name = lesson;
        for (int number = 2; files.containsValue(name); number++) {
            name = lesson + "-" + number;
        }
        return name;
    }

    /// Takes their files from the rooms in which nobody is.
    synchronized void releaseUnwatched(Predicate<String> watched) {
        files.keySet().removeIf(room -> !watched.test(room));
    }

    synchronized void close(String room) {
        files.remove(room);
    }

    private Path file(String room) {
        String name = files.get(room);
        if (name == null) {
            throw new BrowserAccess.HttpRejection(410, "this session has ended");
        }
        return folder.resolve(name + ".json");
    }

    private Path snapshots(String room) {
        return folder.resolve(files.get(room) + ".snapshots");
    }

    /// What is in the file of a room; empty if nothing is, or nothing that can be read.
    synchronized Optional<JsonNode> saved(String room) {
        return read(file(room));
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(VariableInspector.JSON.readTree(Files.readString(file))) : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /// Saves; a file is the old one or the new one, whatever happens meanwhile.
    synchronized void save(String room, JsonNode document) {
        write(file(room), document);
    }

    private static void write(Path file, JsonNode document) {
        if (!document.path("items").isArray()) {
            throw new BrowserAccess.HttpRejection(400, "this is no notebook: it has no items");
        }
        try {
            Files.createDirectories(file.getParent());
            Path part = Files.write(file.resolveSibling(file.getFileName() + ".part"),
                    VariableInspector.JSON.writeValueAsBytes(document));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LessonException("cannot write " + file + "; make its folder writable", e);
        }
    }

    /// Keeps what is in the file of a room now under a name.
    synchronized void snapshot(String room, String name) {
        read(file(room)).ifPresent(document -> write(snapshots(room).resolve(checked(name) + ".json"), document));
    }

    /// The names of the snapshots.
    synchronized List<String> snapshotNames(String room) {
        Path kept = snapshots(room);
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(kept)) {
            return found.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - 5)).sorted().toList();
        } catch (IOException e) {
            throw new LessonException("cannot look into " + kept, e);
        }
    }

    /// A snapshot.
    synchronized JsonNode readSnapshot(String room, String name) {
        return read(snapshots(room).resolve(checked(name) + ".json"))
                .orElseThrow(() -> new BrowserAccess.HttpRejection(404, "there is no snapshot " + name));
    }

    private static String checked(String name) {
        if (!name.matches(NAME) || name.startsWith(".")) {
            throw new BrowserAccess.HttpRejection(400,
                    "a snapshot's name has letters, digits, spaces and . _ -, 60 at most, and no dot at its beginning");
        }
        return name;
    }
}
