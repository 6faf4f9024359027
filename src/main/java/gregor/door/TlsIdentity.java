package gregor.door;

import gregor.http.HttpSettings;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Opens key stores.
public final class TlsIdentity {
    private TlsIdentity() {}

    /// Makes TLS of the keys in a file, PKCS 12 or JKS.
    ///
    /// @throws DoorException if it cannot be read, or its password is another one
    public static Tls tls(HttpSettings.Keys keys) {
        try {
            char[] password = keys.password().toCharArray();
            KeyStore store = KeyStore.getInstance(keys.file().toFile(), password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return Tls.builder().sslContext(context).build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new DoorException("the key store " + keys.file() + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
