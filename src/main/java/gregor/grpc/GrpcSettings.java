package gregor.grpc;

import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;

/// How a [GrpcDoor] is run.
///
/// @param address   where it listens; port 0 takes one that is free
/// @param token     what a caller must show, in a header `authorization: Bearer …`; empty if it need not show anything
/// @param insecure  whether it may listen beyond this machine without a token
/// @param identity  key and certificate for TLS; empty for plain text
/// @param retention how old a message may get, one by one, as MiniKafka has it; empty if topics say so themselves
public record GrpcSettings(InetSocketAddress address, Optional<String> token, boolean insecure, Optional<Identity> identity,
        Optional<Duration> retention) {
    /// A key store that is loaded, and the password of the key in it.
    public record Identity(KeyStore store, char[] password) {}

    /// @throws IllegalArgumentException if it would let the whole network in without a token, or a value is not possible
    public GrpcSettings {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("there is no machine called " + address.getHostString()
                    + "; give a name or a number of this one, such as localhost:7750");
        }
        if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && !insecure) {
            throw new IllegalArgumentException(Address.text(address) + " can be reached from other machines, by anybody; "
                    + "give --token, or --insecure if that is what you want");
        }
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("an empty token keeps nobody out; give a longer one");
        }
        if (retention.filter(age -> !age.isPositive()).isPresent()) {
            throw new IllegalArgumentException("a message that may get " + retention.get() + " old would never be seen; give more");
        }
    }

    /// Plain text, no token, and so only for this machine.
    ///
    /// @throws IllegalArgumentException if the address can be reached from other machines
    public static GrpcSettings at(InetSocketAddress address) {
        return new GrpcSettings(address, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    /// Returns the same settings with messages that leave one by one when they are older than this.
    public GrpcSettings keeping(Duration age) {
        return new GrpcSettings(address, token, insecure, identity, Optional.of(age));
    }

    /// Returns the same settings with a token that a caller must show.
    public GrpcSettings withToken(String secret) {
        return new GrpcSettings(address, Optional.of(secret), insecure, identity, retention);
    }

    /// Returns the same settings with TLS.
    public GrpcSettings with(Identity other) {
        return new GrpcSettings(address, token, insecure, Optional.of(other), retention);
    }
}
