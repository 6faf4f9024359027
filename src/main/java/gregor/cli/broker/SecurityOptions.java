package gregor.cli.broker;

import module java.base;

import gregor.door.TlsIdentity;
import gregor.grpc.GrpcSettings;
import gregor.http.HttpSettings;
import picocli.CommandLine.Option;

/// How the doors authenticate clients and encrypt.
final class SecurityOptions {
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

    Optional<TlsIdentity> identity() {
        return Optional.ofNullable(keystore).map(file -> TlsIdentity.open(file, password == null ? "" : password));
    }

    HttpSettings http(InetSocketAddress address) {
        HttpSettings plain = HttpSettings.at(address.getHostString(), address.getPort());
        return new HttpSettings(plain.host(), plain.port(), token(), insecure, plain.names(), identity(),
                plain.readTimeout(), plain.connections(), plain.perAddress());
    }

    GrpcSettings grpc(InetSocketAddress address) {
        return new GrpcSettings(address, token(), insecure, identity());
    }
}
