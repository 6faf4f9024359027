package gregor.file;

import gregor.list.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Loads the segments of a log that is opened, and repairs them.
///
/// It reads only the last segment. If the manifest is missing or damaged, it reads all of them.
final class LogLoader {
    private final Folder folder;
    private final FileSettings settings;
    private final ReadBuffer buffer;
    private final List<String> repairs = new ArrayList<>();
    private final Optional<Manifest> written;
    private final Manifest manifest;
    private final List<Segment> segments = new ArrayList<>();

    /// Reads the manifest and recovers the last segment.
    ///
    /// @throws CorruptLogException if the manifest is missing and two files hold the same offsets
    /// @throws FormatException     if the log has another format than the settings
    LogLoader(Folder folder, FileSettings settings, ReadBuffer buffer) {
        this.buffer = buffer;
        this.folder = folder;
        this.settings = settings;
        written = read();
        manifest = written.orElseGet(this::fromNames);
        checkFormat();
        Segment.renameIntoPlace(folder,
                manifest.segments().stream().map(Manifest.Line::name).filter(name -> !name.isDense()).toList());
        for (Manifest.Line line : manifest.segments()) {
            segments.add(Segment.full(folder, line, settings, repairs, buffer));
        }
        if (segments.isEmpty()) {
            segments.add(Segment.create(folder, new SegmentName(0, 0), now(), settings, repairs, buffer));
            folder.force();
        }
        Segment last = segments.getLast();
        last.recover(manifest);
        if (last.hasLost()) {
            last.saveIndexes();
            last.release();
            segments.add(
                    Segment.create(folder, new SegmentName(last.nextOffset(), 0), now(), settings, repairs, buffer));
            folder.force();
        }
    }

    /// Refuses another format: its batches would look like damage, and would be set aside.
    private void checkFormat() {
        String name = settings.format().name();
        if (!manifest.format().equals(name)) {
            throw new FormatException("the log in " + folder.path() + " has the format " + manifest.format() + ", not "
                    + name + "; open it as " + manifest.format() + ", or convert it: ./gregor convert "
                    + folder.path());
        }
    }

    private long now() {
        return settings.clock().instant().toEpochMilli();
    }

    private Optional<Manifest> read() {
        try {
            return Manifest.read(folder);
        } catch (CorruptLogException damage) {
            repairs.add(damage.getMessage() + "; rebuilt it from the names of the files");
            return Optional.empty();
        }
    }

    /// Makes a manifest from the names of the files. Each segment may have gaps, since no manifest says otherwise.
    private Manifest fromNames() {
        List<SegmentName> found = folder.names().stream().filter(name -> name.endsWith(SegmentFile.SUFFIX))
                .flatMap(name -> SegmentName.of(name).stream()).sorted().toList();
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i - 1).baseOffset() == found.get(i).baseOffset()) {
                throw overlap(found.get(i - 1), found.get(i));
            }
        }
        Segment.renameIntoPlace(folder, found.stream().filter(name -> !name.isDense()).toList());
        List<SegmentName> names = found.stream()
                .map(name -> new SegmentName(name.baseOffset(), Math.max(1, name.generation()))).toList();
        var lines = new ArrayList<Manifest.Line>();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            lines.add(last
                    ? new Manifest.Line(names.get(i), 0, 0, now(), Event.NO_TIMESTAMP)
                    : line(names.get(i), names.get(i + 1)));
        }
        return new Manifest(settings.format().name(), names.isEmpty() ? 0 : names.getFirst().baseOffset(), 0, 0, lines);
    }

    private Manifest.Line line(SegmentName name, SegmentName next) {
        var file = new DataFile(folder.path().resolve(name.plain() + SegmentFile.SUFFIX));
        long length = file.size();
        file.close();
        try (Segment segment = Segment.full(folder, new Manifest.Line(name, length, 0, now(), Event.NO_TIMESTAMP),
                settings, repairs, buffer)) {
            segment.rebuildIndexes();
            if (segment.seeker().reaches(next.baseOffset())) {
                throw overlap(name, next);
            }
            return segment.line();
        }
    }

    private CorruptLogException overlap(SegmentName name, SegmentName next) {
        return new CorruptLogException(folder.path().resolve(Manifest.NAME), 0,
                "it is missing, and " + name + " and " + next + " hold the same offsets; remove the older file");
    }

    /// Deletes the files of segments that are not in the log, and unfinished files. Forces the folder first, so that
    /// the disk has the manifest that does not name them.
    void deleteLeftovers() {
        Set<Long> live = segments.stream().map(segment -> segment.name().baseOffset()).collect(Collectors.toSet());
        List<String> leftovers = folder.names().stream().filter(file -> file.endsWith(Folder.ASIDE) || SegmentName
                .of(file).filter(name -> !name.isDense() || !live.contains(name.baseOffset())).isPresent()).toList();
        if (!leftovers.isEmpty()) {
            folder.force();
            leftovers.forEach(folder::delete);
            folder.force();
        }
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

    /// Whether the manifest in the folder is equal to this one.
    boolean isWritten(Manifest now) {
        return written.filter(now::equals).isPresent();
    }
}
