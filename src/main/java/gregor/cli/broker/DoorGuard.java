package gregor.cli.broker;

import gregor.grpc.GrpcSettings.Identity;
import gregor.http.HttpSettings;
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

    Optional<HttpSettings.Keys> keys() {
        return Optional.ofNullable(keystore).map(file -> new HttpSettings.Keys(file, password == null ? "" : password));
    }

    Optional<Identity> identity() {
        String opens = password == null ? "" : password;
        return Optional.ofNullable(keystore).map(file -> new Identity(Keys.open(file, opens), opens.toCharArray()));
    }
}
