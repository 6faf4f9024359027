package gregor.lesson;

import module java.base;

/// Reads the files of the course. A failure is a [LessonException] that names the file.
public final class LessonFiles {
    private LessonFiles() {}

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LessonException("cannot read " + file + "; make it readable", e);
        }
    }

    /// Returns the files below a folder whose names have an ending, sorted; empty if there is no such folder.
    public static List<Path> below(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new LessonException("cannot read " + folder + "; make it readable", e);
        }
    }
}
