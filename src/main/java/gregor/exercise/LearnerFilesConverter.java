package gregor.exercise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
    /// @throws ExerciseException if a file cannot be read or written
    public static synchronized String convert(Path folder) {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(MARKER))) {
            return "";
        }
        var converter = new LearnerFilesConverter(folder);
        try {
            converter.convert();
            markCurrent(folder);
        } catch (IOException e) {
            throw new ExerciseException("cannot convert " + folder + " to the new class names; make it writable", e);
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
        for (Path file : Exercise.files(folder.resolve("gregor"), ".java")) {
            convertSource(folder, file, true);
        }
        for (String hidden : List.of(".original", ".before")) {
            for (Path file : Exercise.files(folder.resolve(hidden), ".java")) {
                convertSource(folder.resolve(hidden), file, false);
            }
        }
        for (Path file : Exercise.files(folder.resolve("notebook"), ".json")) {
            Optional<String> converted = notebook(Files.readString(file));
            if (converted.isPresent()) {
                replace(file, file, converted.get());
            }
        }
        for (Path file : Exercise.files(folder, ".jsh")) {
            String text = Files.readString(file);
            replace(file, file, Renames.code(text, text));
        }
    }

    private void convertSource(Path root, Path file, boolean keepOld) throws IOException {
        String path = root.relativize(file).toString().replace('\\', '/');
        Optional<String> newPath = Renames.path(path);
        if (newPath.isEmpty()) {
            Files.move(file, file.resolveSibling(file.getFileName() + OLD), StandardCopyOption.REPLACE_EXISTING);
            if (keepOld) {
                changed.add(shown(file) + " (no longer part of Gregor)");
            }
            return;
        }
        String converted = Renames.file(path, Files.readString(file));
        if (keepOld) {
            replace(file, root.resolve(newPath.get()), converted);
        } else {
            Path target = root.resolve(newPath.get());
            Files.createDirectories(target.getParent());
            Files.delete(file);
            Files.writeString(target, converted);
        }
    }

    /// Converts the cells of a saved notebook; empty if it cannot be read.
    private static Optional<String> notebook(String json) {
        try {
            JsonNode document = TestProcess.JSON.readTree(json);
            String all = document.path("items").valueStream().map(item -> item.path("code").asString(""))
                    .collect(Collectors.joining("\n"));
            boolean found = false;
            for (JsonNode item : document.path("items")) {
                String code = item.path("code").asString("");
                String converted = Renames.code(code, all);
                if (item instanceof ObjectNode cell && !converted.equals(code)) {
                    cell.put("code", converted);
                    found = true;
                }
            }
            return Optional.of(found ? TestProcess.JSON.writeValueAsString(document) : json);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void replace(Path file, Path target, String text) throws IOException {
        if (file.equals(target) && Files.readString(file).equals(text)) {
            return;
        }
        Files.move(file, file.resolveSibling(file.getFileName() + OLD), StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
        changed.add(shown(target));
    }

    private String shown(Path file) {
        return folder.getFileName() + "/" + folder.relativize(file).toString().replace('\\', '/');
    }
}
