package gregor.cli.broker;

import gregor.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// A key store in a file.
public final class KeyStores {
    private KeyStores() {}

    /// Opens it.
    ///
    /// @throws CommandException if that cannot be
    public static KeyStore open(Path file, String password) {
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
