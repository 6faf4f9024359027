package gregor.grpc;

import module java.base;

import gregor.door.HostPort;
import gregor.door.TlsIdentity;

/// The settings of a [GrpcDoor].
///
/// @param address     the address to listen at; port 0 for any free one
/// @param token       the token that callers must send in the header `authorization: Bearer …`; empty for none
/// @param insecure    whether the door may listen beyond this machine without a token
/// @param identity    the key and certificate for TLS; empty for plain text
/// @param connections the largest number of connections at a time
/// @param perAddress  the largest number of them from one address
public record GrpcSettings(InetSocketAddress address, Optional<String> token, boolean insecure,
        Optional<TlsIdentity> identity, int connections, int perAddress) {
    private static final int CONNECTIONS = 1000;
    private static final int PER_ADDRESS = 100;

    /// @throws IllegalArgumentException if other machines could reach the door unprotected, or a value is invalid
    public GrpcSettings {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host " + address.getHostString()
                    + "; give a name or address of this machine, such as localhost:7750");
        }
        if (!address.getAddress().isLoopbackAddress() && token.isEmpty() && !insecure) {
            throw new IllegalArgumentException("other machines can reach " + HostPort.text(address)
                    + ", and nothing keeps them out; give --token, or --insecure if that is intended");
        }
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a blank token protects nothing; give a longer one, or none");
        }
        if (connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("a door needs 1 connection or more, not " + connections
                    + " connections and " + perAddress + " per address");
        }
    }

    /// Limits the door to 1,000 connections, of which one address gets at most 100 unless only this machine can
    /// connect.
    ///
    /// @throws IllegalArgumentException if other machines could reach the door unprotected, or a value is invalid
    public GrpcSettings(InetSocketAddress address, Optional<String> token, boolean insecure,
            Optional<TlsIdentity> identity) {
        this(address, token, insecure, identity, CONNECTIONS,
                !address.isUnresolved() && address.getAddress().isLoopbackAddress() ? CONNECTIONS : PER_ADDRESS);
    }

    /// Returns settings for plain text without a token, and so only for this machine.
    ///
    /// @throws IllegalArgumentException if other machines can reach the address
    public static GrpcSettings at(InetSocketAddress address) {
        return new GrpcSettings(address, Optional.empty(), false, Optional.empty());
    }

    /// Returns the same settings with a token.
    ///
    /// @throws IllegalArgumentException if it is blank
    public GrpcSettings withToken(String other) {
        return new GrpcSettings(address, Optional.of(other), insecure, identity, connections, perAddress);
    }

    public GrpcSettings with(TlsIdentity other) {
        return new GrpcSettings(address, token, insecure, Optional.of(other), connections, perAddress);
    }

    /// Returns the same settings with other limits.
    ///
    /// @throws IllegalArgumentException if a number of connections is below 1
    public GrpcSettings limited(int connections, int perAddress) {
        return new GrpcSettings(address, token, insecure, identity, connections, perAddress);
    }
}
