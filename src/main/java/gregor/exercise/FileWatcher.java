package gregor.exercise;

import module java.base;

/// Detects when a file was saved, by its time and its size. That is cheap enough to ask whenever keys are polled, and
/// works where a file system sends no events.
final class FileWatcher {
    private final Path file;
    private String stamp;

    FileWatcher(Path file) {
        this.file = file;
        stamp = stamp();
    }

    boolean hasChanged() {
        String next = stamp();
        boolean changed = !next.equals(stamp) && !next.isEmpty();
        stamp = next.isEmpty() ? stamp : next;
        return changed;
    }

    /// Returns the time and the size of the file; empty while an editor replaces it.
    private String stamp() {
        try {
            long size = Files.size(file);
            return size == 0 ? "" : Files.getLastModifiedTime(file) + " " + size;
        } catch (IOException e) {
            return "";
        }
    }
}
