package gregor.door;

import module java.base;

/// The private key and the certificate that a door presents to its TLS clients.
///
/// @param store    a key store that is loaded
/// @param password opens the key in it
public record TlsIdentity(KeyStore store, char[] password) {
    /// Loads a key store and takes the password of the store for that of the key.
    ///
    /// @throws DoorException if there is no such file, or the password does not open it
    public static TlsIdentity open(Path file, String password) {
        return new TlsIdentity(keyStore(file, password), password.toCharArray());
    }

    /// Loads a key store from a file in the format PKCS 12 or JKS.
    ///
    /// @throws DoorException if there is no such file, or the password does not open it
    public static KeyStore keyStore(Path file, String password) {
        if (!Files.isRegularFile(file)) {
            throw new DoorException("there is no key store " + file + "; keytool -genkeypair creates one");
        }
        try {
            return KeyStore.getInstance(file.toFile(), password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new DoorException(
                    "cannot open the key store " + file + " (" + e.getMessage() + "); is its password right?", e);
        }
    }

    /// Returns the key and its certificates as the JDK's TLS takes them.
    ///
    /// @throws DoorException if the password does not open the key
    public KeyManager[] keyManagers() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new DoorException(
                    "cannot read the key in the key store (" + e.getMessage() + "); is its password right?", e);
        }
    }

    /// Returns a context for TLS servers that present this identity and ask clients for none.
    ///
    /// @throws DoorException if the password does not open the key
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new DoorException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TLS identity";
    }
}
