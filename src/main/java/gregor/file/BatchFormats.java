package gregor.file;

import module java.base;

/// Finds the formats of batches on the class path, by [ServiceLoader].
///
/// `META-INF/services/gregor.file.BatchFormat` lists them. The first one is the default for new logs.
public final class BatchFormats {
    private static final List<BatchFormat> ALL = ServiceLoader
            .load(BatchFormat.class, BatchFormat.class.getClassLoader()).stream().map(ServiceLoader.Provider::get)
            .toList();

    private BatchFormats() {}

    /// Returns the format of new logs.
    public static BatchFormat defaultFormat() {
        return ALL.isEmpty() ? new EventFormat() : ALL.getFirst();
    }

    /// Returns the format of the log in a folder: the one that its manifest names. If the manifest is damaged or
    /// missing, it is the format in which a segment begins with a batch whose checksum is right.
    ///
    /// @param newLog the format to return if the folder holds no batch
    /// @throws FormatException if the manifest names an unknown format
    public static BatchFormat of(Path folder, BatchFormat newLog) {
        return nameIn(folder).map(name -> named(name, folder)).orElseGet(() -> detect(folder).orElse(newLog));
    }

    private static Optional<String> nameIn(Path folder) {
        try {
            return Manifest.isIn(folder) ? FileLog.formatOf(folder) : Optional.empty();
        } catch (CorruptLogException e) {
            return Optional.empty();
        }
    }

    private static BatchFormat named(String name, Path folder) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst()
                .orElseThrow(() -> new FormatException("the log in " + folder + " has the format " + name
                        + "; this Gregor knows " + ALL.stream().map(BatchFormat::name).collect(Collectors.joining(", "))
                        + "; open it with the Gregor that wrote it"));
    }

    private static Optional<BatchFormat> detect(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> segments = new Folder(folder).names().stream().filter(name -> name.endsWith(SegmentFile.SUFFIX))
                .sorted().map(folder::resolve).toList();
        return segments.stream().flatMap(segment -> ALL.stream().filter(format -> beginsWith(format, segment)))
                .findFirst();
    }

    private static boolean beginsWith(BatchFormat format, Path segment) {
        var buffer = new ReadBuffer();
        try (var file = DataFile.readOnly(segment)) {
            return new BatchScanner(file, format, buffer, 0, file.size(), 0, false, false).next();
        } catch (CorruptLogException e) {
            return false;
        } finally {
            buffer.release();
        }
    }
}
