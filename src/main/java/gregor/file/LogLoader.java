package gregor.file;

import module java.base;

import gregor.list.Event;

/// Loads the segments of a log that is opened, and repairs them.
///
/// It reads only the last segment. If the manifest is missing or damaged, it reads all of them.
final class LogLoader {
    private final Folder folder;
    private final FileSettings settings;
    private final ReadBuffer buffer;
    private final RecoveryReport report = new RecoveryReport();
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
            segments.add(Segment.full(folder, line, settings, report, buffer));
        }
        if (segments.isEmpty()) {
            segments.add(Segment.create(folder, new SegmentName(0, 0), now(), settings, report, buffer));
            folder.force();
        }
        segments.getLast().recover(manifest);
        if (segments.getLast().hasLost()) {
            continueAfterLoss(segments.getLast());
        }
    }

    /// Begins a new segment after the lost offsets, and keeps what is left of the old one.
    private void continueAfterLoss(Segment last) {
        if (last.length() > 0) {
            last.saveIndexes();
            last.release();
        } else {
            last.close();
            segments.removeLast();
        }
        segments.add(Segment.create(folder, new SegmentName(last.nextOffset(), 0), now(), settings, report, buffer));
        folder.force();
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
            report.repaired(damage.getMessage() + "; rebuilt it from the names of the files");
            return Optional.empty();
        }
    }

    /// Makes a manifest from the names of the files, with the lengths that they have.
    private Manifest fromNames() {
        Manifest found = namesOf(folder, settings.format().name());
        Segment.renameIntoPlace(folder, found.segments().stream().map(Manifest.Line::name).toList());
        var lines = new ArrayList<>(found.segments());
        for (int i = 0; i + 1 < lines.size(); i++) {
            lines.set(i, line(lines.get(i).name(), lines.get(i + 1).name()));
        }
        if (!lines.isEmpty()) {
            lines.set(lines.size() - 1, new Manifest.Line(lines.getLast().name(), 0, 0, now(), Event.NO_TIMESTAMP));
        }
        return new Manifest(found.format(), found.start(), 0, 0, lines);
    }

    /// Makes a manifest from the names of the files. Each segment may have gaps, since no manifest says otherwise; its
    /// length is unknown.
    ///
    /// @throws CorruptLogException if two files hold the same offsets
    static Manifest namesOf(Folder folder, String format) {
        List<SegmentName> found = folder.names().stream().filter(name -> name.endsWith(SegmentFile.SUFFIX))
                .flatMap(name -> SegmentName.of(name).stream()).sorted().toList();
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i - 1).baseOffset() == found.get(i).baseOffset()) {
                throw overlap(folder, found.get(i - 1), found.get(i));
            }
        }
        List<Manifest.Line> lines = found.stream()
                .map(name -> new SegmentName(name.baseOffset(), Math.max(1, name.generation())))
                .map(name -> new Manifest.Line(name, 0, 0, 0, Event.NO_TIMESTAMP)).toList();
        return new Manifest(format, found.isEmpty() ? 0 : found.getFirst().baseOffset(), 0, 0, lines);
    }

    private Manifest.Line line(SegmentName name, SegmentName next) {
        long length = size(folder.path().resolve(name.plain() + SegmentFile.SUFFIX));
        try (Segment segment = Segment.full(folder, new Manifest.Line(name, length, 0, now(), Event.NO_TIMESTAMP),
                settings, report, buffer)) {
            segment.rebuildIndexes();
            if (segment.seeker().reaches(next.baseOffset())) {
                throw overlap(folder, name, next);
            }
            return segment.line();
        }
    }

    private static CorruptLogException overlap(Folder folder, SegmentName name, SegmentName next) {
        return new CorruptLogException(folder.path().resolve(Manifest.NAME), 0,
                "it is missing, and " + name + " and " + next + " hold the same offsets; move the older file away");
    }

    /// Deletes the files of segments that are not in the log, and unfinished files. Forces the folder first, so that
    /// the disk has the manifest that does not name them. Keeps events that are newer than the manifest, under another
    /// name: the manifest may be an old copy.
    void deleteLeftovers() {
        Set<Long> live = segments.stream().map(segment -> segment.name().baseOffset()).collect(Collectors.toSet());
        List<String> leftovers = folder.names().stream().filter(file -> file.endsWith(Folder.ASIDE) || SegmentName
                .of(file).filter(name -> !name.isDense() || !live.contains(name.baseOffset())).isPresent()).toList();
        if (!leftovers.isEmpty()) {
            folder.force();
            newer(folder, manifest).forEach(this::setAside);
            leftovers.forEach(folder::delete);
            folder.force();
        }
    }

    /// Returns the names of the files with events after the last segment of a manifest.
    static List<String> newer(Folder folder, Manifest manifest) {
        long last = manifest.segments().isEmpty() ? -1 : manifest.segments().getLast().name().baseOffset();
        return folder.names().stream()
                .filter(file -> file.endsWith(SegmentFile.SUFFIX)
                        && SegmentName.of(file).filter(name -> name.isDense() && name.baseOffset() > last).isPresent())
                .filter(file -> size(folder.path().resolve(file)) > 0).toList();
    }

    private static long size(Path path) {
        try (DataFile file = DataFile.readOnly(path)) {
            return file.size();
        }
    }

    private void setAside(String name) {
        String unlisted = folder.unused(name + ".unlisted").getFileName().toString();
        folder.rename(folder.path().resolve(name), unlisted);
        report.lost(folder.path().resolve(name) + " is newer than the manifest, which does not name it; it is "
                + unlisted + " now");
    }

    RecoveryReport report() {
        return report;
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
