package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.file.Folder;
import gregor.file.StorageException;

/// Makes a data folder readable that cannot be written, and so not locked: a temporary folder with links to all complete
/// segments and copies of the other files. If a broker writes to the folder meanwhile, the end may be missing.
final class ReadOnlyFolder {
    private ReadOnlyFolder() {}

    static boolean is(Path folder) {
        return !Files.isWritable(folder.resolve("catalog"));
    }

    /// Copies a data folder, without its archives.
    ///
    /// @throws CommandException if it cannot be read, or there is no room for the copy
    static Path copy(Path folder, Path archive) {
        try {
            Path copy = Files.createTempDirectory("gregor-data");
            try (Stream<Path> paths = Files.walk(folder)) {
                List<Path> files = paths.filter(path -> !path.startsWith(archive)).toList();
                System.err.println("gregor: " + folder + " cannot be written; reading a temporary copy ("
                        + HumanText.size(copy(files, folder, copy)) + ")");
                return copy;
            } catch (IOException | RuntimeException e) {
                delete(copy);
                throw e;
            }
        } catch (IOException e) {
            throw CommandException.of("cannot make a temporary copy of " + folder
                    + ", which cannot be written; make room in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    private static long copy(List<Path> files, Path from, Path to) throws IOException {
        Set<Path> complete = complete(files);
        long bytes = 0;
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else if (complete.contains(file)) {
                Files.createSymbolicLink(target, file.toAbsolutePath());
            } else {
                Files.copy(file, target);
                target.toFile().setWritable(true, true);
                bytes += Files.size(target);
            }
        }
        return bytes;
    }

    /// All segments but the last of each partition.
    private static Set<Path> complete(List<Path> files) {
        var segments = new HashSet<>(files);
        segments.removeIf(file -> !file.toString().endsWith(".log"));
        segments.removeAll(segments.stream()
                .collect(Collectors.toMap(Path::getParent, file -> file, BinaryOperator.maxBy(Path::compareTo)))
                .values());
        return segments;
    }

    /// Deletes a temporary folder; links in it are deleted, and not their files.
    static void delete(Path folder) {
        try {
            Folder.deleteAll(folder);
        } catch (StorageException e) {
            System.err.println("gregor: cannot delete the temporary folder " + folder + "; delete it");
        }
    }
}
