package gregor.file;

import module java.base;

import gregor.list.Batch;

/// Reads a whole log and lists what is wrong with it. It changes nothing: it creates, repairs and locks no file.
///
/// It compares the files with the manifest, checks the checksum of each batch, decodes its events, and compares the
/// indexes. Where opening the log would change a file, the finding says how. Kafka: `kafka-dump-log.sh` with
/// `--deep-iteration`.
public final class LogCheck {
    private final Path path;
    private final Consumer<Batch> batches;
    private final List<Finding> findings = new ArrayList<>();

    /// Something wrong with a log.
    ///
    /// @param file     the damaged file
    /// @param position where in the file, in bytes
    /// @param offset   the first offset that cannot be read, or from which on events may be missing
    /// @param next     the offset at which reading can continue; `offset` if all events can be read
    /// @param what     what is wrong, and what opening the log does about it
    public record Finding(Path file, long position, long offset, long next, String what) {
        @Override
        public String toString() {
            return (next > offset ? CorruptLogException.offsets(offset, next) + " cannot be read" : "offset " + offset)
                    + ": " + file + " is damaged at position " + position + ": " + what
                    + (next > offset && !what.contains("; ") ? CorruptLogException.advice(next) : "");
        }
    }

    private LogCheck(Path path, Consumer<Batch> batches) {
        this.path = path;
        this.batches = batches;
    }

    /// Checks the log in a folder, which no process has open. A folder that never held a log has no findings.
    public static List<Finding> of(Path folder, Consumer<Batch> batches) {
        var check = new LogCheck(folder, batches);
        try {
            check.run(new Folder(folder));
        } catch (CorruptLogException damage) {
            check.add(damage.file(), damage.position(), 0, 0, damage.what());
        } catch (StorageException | FormatException e) {
            check.add(folder, 0, 0, 0, e.getMessage());
        }
        return check.findings;
    }

    private void add(Path file, long position, long offset, long next, String what) {
        findings.add(new Finding(file, position, offset, next, what));
    }

    private void run(Folder folder) {
        Optional<Manifest> manifest = manifest(folder);
        BatchFormat format = BatchFormats.of(path, new EventFormat());
        Manifest known = manifest.orElseGet(() -> LogLoader.namesOf(folder, format.name()));
        for (int i = 0; i < known.segments().size(); i++) {
            boolean last = i == known.segments().size() - 1;
            long next = last ? known.end() : known.segments().get(i + 1).name().baseOffset();
            try (var segment = new SegmentCheck(folder, known, i, format, batches, findings)) {
                if (last) {
                    segment.checkLast();
                } else {
                    segment.checkFull(next, manifest.isPresent());
                }
            }
        }
        LogLoader.newer(folder, known).forEach(file -> add(path.resolve(file), 0, known.end(), known.end(),
                "the manifest does not name it, though it is newer; opening the log renames it"));
    }

    /// Reads the manifest; without it, opening the log reads all segments.
    private Optional<Manifest> manifest(Folder folder) {
        Path file = path.resolve(Manifest.NAME);
        try {
            Optional<Manifest> manifest = Manifest.read(folder);
            if (manifest.isEmpty() && Files.exists(path.resolve(FolderLock.NAME))) {
                add(file, 0, 0, 0, "it is missing; opening the log lists the segments that exist");
            }
            return manifest;
        } catch (CorruptLogException damage) {
            add(file, damage.position(), 0, 0, damage.what() + "; opening the log lists the segments that exist");
            return Optional.empty();
        }
    }
}
