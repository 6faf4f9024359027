package gregor.cli.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// A key store in a file.
final class Keys {
    private Keys() {}

    /// Opens it.
    ///
    /// @throws CommandException if that cannot be
    static KeyStore open(Path file, String password) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("there is no key store " + file + "; keytool -genkeypair makes one");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandException("cannot open the key store " + file + " (" + e.getMessage()
                    + "); is its password right?", e);
        }
    }
}
