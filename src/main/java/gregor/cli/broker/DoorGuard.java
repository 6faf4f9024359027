package gregor.cli.broker;

import gregor.door.TlsIdentity;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Who may come in by a door.
final class DoorGuard {
    @Option(names = "--token", paramLabel = "TOKEN",
            description = "What a caller must show. Better in the variable than typed, where others can see it.")
    private String token;

    @Option(names = "--insecure", description = "Listen beyond this machine without a token.")
    boolean insecure;

    @Option(names = "--keystore", paramLabel = "FILE",
            description = "Speak TLS, with the key and the certificate in this file (PKCS12 or JKS).")
    private Path keystore;

    @Option(names = "--keystore-password", paramLabel = "PASSWORD", description = "What opens it.")
    private String password;

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<TlsIdentity> identity() {
        return Optional.ofNullable(keystore).map(file -> TlsIdentity.open(file, password == null ? "" : password));
    }
}
