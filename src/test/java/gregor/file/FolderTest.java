package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only the owner of a new folder may enter it; the permissions of an old one stay.
class FolderTest {
    @TempDir
    private Path temp;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aNewFolderIsItsOwners() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path above = Files.createDirectory(temp.resolve("above"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path folder = Folder.create(above.resolve("data")).path();
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(above)).isEqualTo("rwxr-xr-x");
        Folder.create(above);
        assertThat(permissions(above)).isEqualTo("rwxr-xr-x");
        FileLog.open(temp.resolve("log")).close();
        assertThat(permissions(temp.resolve("log"))).isEqualTo("rwx------");
    }
}
