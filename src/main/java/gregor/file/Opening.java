package gregor.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is found in a folder when a log is opened, and made fit to go on with.
///
/// Only the last segment is read. If the manifest is missing or damaged, all of them are.
final class Opening {
    private final Folder folder;
    private final FileSettings settings;
    private final List<String> repairs = new ArrayList<>();
    private final Manifest manifest;
    private final List<Segment> segments = new ArrayList<>();

    /// Reads the folder, and sets aside what a crash has torn.
    ///
    /// @throws CorruptLogException if there is no telling which files are the log
    Opening(Folder folder, FileSettings settings) {
        this.folder = folder;
        this.settings = settings;
        manifest = read().orElseGet(this::fromNames);
        for (Manifest.Line line : manifest.segments()) {
            segments.add(Segment.full(folder, line, settings, repairs));
        }
        if (segments.isEmpty()) {
            segments.add(Segment.create(folder, new SegmentName(0, 0), now(), settings, repairs));
            folder.force();
        }
        segments.getLast().recover(manifest);
    }

    private long now() {
        return settings.clock().instant().toEpochMilli();
    }

    private Optional<Manifest> read() {
        try {
            return Manifest.read(folder);
        } catch (CorruptLogException damage) {
            repairs.add(damage.getMessage() + "; made it again from the names of the files");
            return Optional.empty();
        }
    }

    private Manifest fromNames() {
        List<SegmentName> names = folder.names().stream().filter(name -> name.endsWith(Segment.SUFFIX))
                .flatMap(name -> SegmentName.of(name).stream()).sorted().toList();
        var lines = new ArrayList<Manifest.Line>();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            lines.add(last ? new Manifest.Line(names.get(i), 0, 0, now()) : line(names.get(i), names.get(i + 1)));
        }
        return new Manifest(names.isEmpty() ? 0 : names.getFirst().baseOffset(), 0, 0, lines);
    }

    private Manifest.Line line(SegmentName name, SegmentName next) {
        var file = new DataFile(folder.path().resolve(name + Segment.SUFFIX));
        long length = file.size();
        file.close();
        try (Segment segment = Segment.full(folder, new Manifest.Line(name, length, 0, now()), settings, repairs)) {
            if (segment.reaches(next.baseOffset())) {
                throw new CorruptLogException(folder.path().resolve(Manifest.NAME), 0, "it is missing, and " + name
                        + " and " + next + " hold the same offsets; take the older one away");
            }
            return new Manifest.Line(name, length, segment.sizeInBytes(0, Long.MAX_VALUE), now());
        }
    }

    /// Deletes the files of segments that are not in the log, and what was written aside and not renamed.
    void deleteLeftovers() {
        Set<SegmentName> live = segments.stream().map(Segment::name).collect(Collectors.toSet());
        for (String file : folder.names()) {
            boolean dead = SegmentName.of(file).filter(name -> !live.contains(name)).isPresent();
            if (dead || file.endsWith(Folder.ASIDE)) {
                folder.delete(file);
            }
        }
        folder.force();
    }

    List<String> repairs() {
        return repairs;
    }

    List<Segment> segments() {
        return List.copyOf(segments);
    }

    long start() {
        return manifest.start();
    }
}
