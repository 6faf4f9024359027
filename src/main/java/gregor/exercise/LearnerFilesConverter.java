package gregor.exercise;

import module java.base;

import gregor.lesson.LessonException;
import gregor.lesson.LessonFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Converts the folder `my/` of an older Gregor once to the new names of [Renames]: sources, scripts, saved notebooks.
///
/// Each changed file keeps its old text next to it, in a file that ends with `.old`. The marker file `.names` records
/// that the folder is current.
public final class LearnerFilesConverter {
    private static final String MARKER = ".names";
    private static final String VERSION = "2\n";
    private static final String OLD = ".old";

    private final Path folder;
    private final List<String> changed = new ArrayList<>();

    private LearnerFilesConverter(Path folder) {
        this.folder = folder;
    }

    /// Converts a folder if it is not current.
    ///
    /// @return a message; empty if no file has changed
    /// @throws LessonException if a file cannot be read or written
    public static synchronized String convert(Path folder) {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(MARKER))) {
            return "";
        }
        var converter = new LearnerFilesConverter(folder);
        try {
            converter.convert();
            markCurrent(folder);
        } catch (IOException e) {
            throw new LessonException("cannot convert " + folder + " to the new class names; make it writable", e);
        }
        return converter.changed.isEmpty()
                ? ""
                : "Classes of Gregor have new names, and your files use them now: "
                        + String.join(", ", converter.changed) + ". The old files are next to them and end with " + OLD
                        + ".";
    }

    /// Marks a folder whose files use the new names.
    public static void markCurrent(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(MARKER))) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(MARKER), VERSION);
        }
    }

    private void convert() throws IOException {
        for (Path root : List.of(folder, folder.resolve(".original"), folder.resolve(".before"))) {
            for (Path file : LessonFiles.below(root.resolve("gregor"), ".java")) {
                convertSource(root, file);
            }
        }
        for (Path file : LessonFiles.below(folder.resolve("notebook"), ".json")) {
            replace(file, file, notebook(Files.readString(file)));
        }
        for (Path file : LessonFiles.below(folder, ".jsh")) {
            String text = Files.readString(file);
            replace(file, file, Renames.code(text, text));
        }
    }

    private void convertSource(Path root, Path file) throws IOException {
        String path = root.relativize(file).toString().replace('\\', '/');
        Optional<String> newPath = Renames.path(path);
        if (newPath.isPresent()) {
            replace(file, root.resolve(newPath.get()), Renames.file(path, Files.readString(file)));
        } else {
            setAside(file);
            note(shown(file) + " (no longer part of Gregor)");
        }
    }

    private static void setAside(Path file) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + OLD), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Converts the cells of a saved notebook; returns it unchanged if it cannot be read.
    private static String notebook(String json) {
        try {
            JsonNode document = TestProcess.JSON.readTree(json);
            String all = document.path("items").valueStream().map(item -> item.path("code").asString(""))
                    .collect(Collectors.joining("\n"));
            String before = document.toString();
            for (JsonNode item : document.path("items")) {
                if (item instanceof ObjectNode cell && cell.has("code")) {
                    cell.put("code", Renames.code(cell.path("code").asString(""), all));
                }
            }
            return document.toString().equals(before) ? json : TestProcess.JSON.writeValueAsString(document);
        } catch (JacksonException e) {
            return json;
        }
    }

    private void replace(Path file, Path target, String text) throws IOException {
        if (file.equals(target) && Files.readString(file).equals(text)) {
            return;
        }
        setAside(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
        note(shown(target));
    }

    /// Notes a change, unless it is of a hidden copy.
    private void note(String change) {
        if (!change.contains("/.")) {
            changed.add(change);
        }
    }

    private String shown(Path file) {
        return folder.getFileName() + "/" + folder.relativize(file).toString().replace('\\', '/');
    }
}
