package gregor.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of files that must survive. Creating, renaming and deleting a file changes the folder, and the disk
/// has that only when the folder itself was forced. Every method throws [StorageException] if the disk fails.
public record Folder(Path path) {
    /// What the name of a file ends with that was written aside and not renamed yet.
    static final String ASIDE = ".new";

    /// Makes the folder, and those above it, if they are not there. Waits until the disk has the names of all that it
    /// makes, and of the one that was there: whoever made that may have ended before.
    public static Folder create(Path path) {
        Path absolute = path.toAbsolutePath();
        Path above = absolute.getParent();
        try {
            if (!Files.isDirectory(absolute)) {
                if (above != null) {
                    create(above);
                }
                Files.createDirectory(absolute);
            }
            if (above != null) {
                new Folder(above).force();
            }
            return new Folder(path);
        } catch (IOException e) {
            throw new StorageException("cannot make the folder " + path + "; choose a place that can be written", e);
        }
    }

    /// Waits until the disk has the names of the files. (Windows opens no folders, and writes names at once.)
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
            throw new StorageException("cannot force the folder " + path + "; look at the disk, and open the log again",
                    e);
        }
    }

    /// Writes a file under another name and waits until the disk has it. Nobody looks at that name yet.
    public Path writeAside(String name, ByteBuffer bytes) {
        Path aside = path.resolve(name + ASIDE);
        try (DataFile file = DataFile.create(aside)) {
            file.write(bytes, 0);
            file.force();
        }
        return aside;
    }

    /// Gives a file that was written aside its name, in one step.
    public void rename(Path aside, String name) {
        try {
            Files.move(aside, path.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException("cannot rename " + aside + " to " + name + "; look at the disk", e);
        }
    }

    /// Deletes a file, if it is there.
    public void delete(String name) {
        Path file = path.resolve(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("cannot delete " + file + "; delete it by hand", e);
        }
    }

    /// The names of the files, sorted.
    public List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new StorageException("cannot look into the folder " + path + "; let me read there", e);
        }
    }

    /// Finds a name that no file has yet.
    public Path unused(String name) {
        Path free = path.resolve(name);
        for (int number = 1; Files.exists(free); number++) {
            free = path.resolve(name + "-" + number);
        }
        return free;
    }
}
