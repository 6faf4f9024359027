package gregor.cli.broker;

import gregor.grpc.GrpcSettings;
import gregor.grpc.GrpcSettings.Identity;
import gregor.http.HttpSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How the doors authenticate clients and encrypt.
public final class SecurityOptions {
    @Option(names = "--token", paramLabel = "TOKEN",
            description = "The token that clients must send. Other users can see what you type; use the variable.")
    private String token;

    @Option(names = "--insecure", description = "Listen beyond this machine without a token.")
    boolean insecure;

    @Option(names = "--keystore", paramLabel = "FILE",
            description = "Use TLS, with the key and the certificate in this file (PKCS12 or JKS).")
    private Path keystore;

    @Option(names = "--keystore-password", paramLabel = "PASSWORD", description = "The password of that file.")
    private String password;

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<HttpSettings.Keys> keys() {
        return Optional.ofNullable(keystore).map(file -> new HttpSettings.Keys(file, password == null ? "" : password));
    }

    Optional<Identity> identity() {
        return keys().map(keys -> new Identity(KeyStores.open(keys.file(), keys.password()),
                keys.password().toCharArray()));
    }

    /// The settings of a door for gRPC with these options.
    public GrpcSettings grpc(InetSocketAddress address, Optional<Duration> retention) {
        return new GrpcSettings(address, token(), insecure, identity(), retention);
    }
}
