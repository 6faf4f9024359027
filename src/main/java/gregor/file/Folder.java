package gregor.file;

import module java.base;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;

/// A folder whose files must survive a crash. Creating, renaming and deleting a file changes the folder, and the disk
/// has that change only after a force of the folder. Every method throws [StorageException] if the disk fails.
public record Folder(Path path) {
    /// The end of the name of a file that is written but not yet renamed.
    static final String ASIDE = ".new";

    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?>[] OPEN = {};

    /// Creates the folder and its parents if they do not exist; only its owner may enter a new folder, if the system
    /// has POSIX permissions. Waits until the disk has the names of all that it creates, and of the first that existed:
    /// the process that created that one may have ended before it was forced.
    public static Folder create(Path path) {
        try {
            create(path.toAbsolutePath(), isPosix(path) ? new FileAttribute<?>[]{OWNER_ONLY} : OPEN);
            return new Folder(path);
        } catch (IOException e) {
            throw new StorageException("cannot create the folder " + path + "; choose a place that can be written", e);
        }
    }

    private static void create(Path path, FileAttribute<?>[] permissions) throws IOException {
        Path above = path.getParent();
        if (!Files.isDirectory(path)) {
            if (above != null) {
                create(above, OPEN);
            }
            Files.createDirectory(path, permissions);
        }
        if (above != null) {
            new Folder(above).force();
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Waits until the disk has the names of the files. (Windows cannot open folders, and writes names at once.)
    public void force() {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            throw new StorageException("cannot force the folder " + path + "; check the disk, and open the log again",
                    e);
        }
    }

    /// Replaces a file atomically: after a crash it has its old bytes or the new ones. The disk has the new ones for
    /// certain only after [#force()].
    public void replace(String name, ByteBuffer bytes) {
        rename(writeAside(name, bytes), name);
    }

    /// Replaces a file atomically, as [#replace(String, ByteBuffer)] does; creates its folder if it does not exist.
    public static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new StorageException("cannot create the folder of " + file + "; choose a place that can be written",
                    e);
        }
        new Folder(file.toAbsolutePath().getParent()).replace(file.getFileName().toString(), ByteBuffer.wrap(bytes));
    }

    /// Writes a file under a temporary name and waits until the disk has its bytes.
    Path writeAside(String name, ByteBuffer bytes) {
        Path aside = path.resolve(name + ASIDE);
        try (DataFile file = DataFile.create(aside)) {
            file.write(bytes, 0);
            file.force();
        }
        return aside;
    }

    /// Renames a file or folder atomically. A file that has the name already is replaced.
    public void rename(Path aside, String name) {
        try {
            Files.move(aside, path.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException("cannot rename " + aside + " to " + name + "; check the disk", e);
        }
    }

    /// Deletes a file if it exists.
    public void delete(String name) {
        Path file = path.resolve(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("cannot delete " + file + "; delete it by hand", e);
        }
    }

    /// Deletes a folder with all that is in it, if it exists.
    public static void deleteAll(Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new StorageException("cannot delete " + folder + "; delete it by hand", e);
            }
        }
    }

    /// Returns the names of the files, sorted.
    public List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new StorageException("cannot list the folder " + path + "; allow this process to read it", e);
        }
    }

    /// Returns a path that no file has: the name, or the name with a number.
    public Path unused(String name) {
        Path free = path.resolve(name);
        for (int number = 1; Files.exists(free); number++) {
            free = path.resolve(name + "-" + number);
        }
        return free;
    }
}
