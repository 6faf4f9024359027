package gregor.grpc;

import gregor.door.HostPort;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;

/// How a [GrpcDoor] is run.
///
/// @param address     where it listens; port 0 takes one that is free
/// @param token       what a caller must show, in a header `authorization: Bearer …`; empty if nothing
/// @param insecure    whether it may listen beyond this machine without a token
/// @param identity    key and certificate for TLS; empty for plain text
/// @param retention   how old a message may get, one by one, as MiniKafka has it; empty if topics say so themselves
/// @param connections how many clients may be connected at the same time
/// @param perAddress  how many of them from the same address
public record GrpcSettings(InetSocketAddress address, Optional<String> token, boolean insecure,
        Optional<Identity> identity, Optional<Duration> retention, int connections, int perAddress) {
    private static final int CONNECTIONS = 1000;
    private static final int PER_ADDRESS = 100;

    /// A key store that is loaded, and the password of the key in it.
    public record Identity(KeyStore store, char[] password) {}

    /// @throws IllegalArgumentException if it would let the whole network in without a token, or cannot be
    public GrpcSettings {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("there is no machine called " + address.getHostString()
                    + "; give a name or a number of this one, such as localhost:7750");
        }
        if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && !insecure) {
            throw new IllegalArgumentException(HostPort.text(address)
                    + " can be reached from other machines, by anybody;"
                    + " give --token, or --insecure if that is what you want");
        }
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("an empty token keeps nobody out; give a longer one");
        }
        if (retention.filter(age -> !age.isPositive()).isPresent()) {
            throw new IllegalArgumentException("a message that may get " + retention.get()
                    + " old would never be seen; give more");
        }
        if (connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("a door has room for 1 connection or more, not for " + connections
                    + " and " + perAddress);
        }
    }

    /// A thousand connections. If other machines can come in too, no address gets more than a hundred of them.
    ///
    /// @throws IllegalArgumentException if it would let the whole network in without a token, or cannot be
    public GrpcSettings(InetSocketAddress address, Optional<String> token, boolean insecure,
            Optional<Identity> identity, Optional<Duration> retention) {
        this(address, token, insecure, identity, retention, CONNECTIONS,
                !address.isUnresolved() && address.getAddress().isLoopbackAddress() ? CONNECTIONS : PER_ADDRESS);
    }

    /// Plain text, no token, and so only for this machine.
    ///
    /// @throws IllegalArgumentException if the address can be reached from other machines
    public static GrpcSettings at(InetSocketAddress address) {
        return new GrpcSettings(address, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    /// Returns the same settings with messages that leave one by one when they are older than this.
    public GrpcSettings keeping(Duration age) {
        return new GrpcSettings(address, token, insecure, identity, Optional.of(age), connections, perAddress);
    }

    /// Returns the same settings with a token that a caller must show.
    public GrpcSettings withToken(String secret) {
        return new GrpcSettings(address, Optional.of(secret), insecure, identity, retention, connections, perAddress);
    }

    /// Returns the same settings with TLS.
    public GrpcSettings with(Identity other) {
        return new GrpcSettings(address, token, insecure, Optional.of(other), retention, connections, perAddress);
    }

    /// Returns the same settings with other limits.
    ///
    /// @throws IllegalArgumentException if there is to be no connection
    public GrpcSettings limited(int connections, int perAddress) {
        return new GrpcSettings(address, token, insecure, identity, retention, connections, perAddress);
    }
}
