package gregor.cli.broker;

import gregor.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/// Opens key stores.
public final class KeyStores {
    private KeyStores() {}

    /// Opens the key store in a file.
    ///
    /// @throws CommandException if there is none, or the password is wrong
    public static KeyStore open(Path file, String password) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException("there is no key store " + file + "; keytool -genkeypair creates one");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandException("cannot open the key store " + file + " (" + e.getMessage()
                    + "); is its password right?", e);
        }
    }
}
