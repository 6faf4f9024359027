package gregor.http;

import module java.base;

import gregor.door.DoorException;
import gregor.door.TlsIdentity;

/// The settings of an [HttpDoor].
///
/// @param host        the address to listen at
/// @param port        the port; 0 for any free one
/// @param token       the token that clients must send as `Authorization: Bearer …`; empty for none
/// @param insecure    whether the door may listen beyond this machine without a token
/// @param names       further host names of this machine that requests may use in `Host`
/// @param identity    the key and certificate for TLS; empty for plain HTTP
/// @param readTimeout how long a client may take to send a request
/// @param connections the largest number of connections at a time
/// @param perAddress  the largest number of them from one address
public record HttpSettings(String host, int port, Optional<String> token, boolean insecure, Set<String> names,
        Optional<TlsIdentity> identity, Duration readTimeout, int connections, int perAddress) {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 12_000;
    private static final int PER_ADDRESS = 1000;

    /// @throws IllegalArgumentException if a number is out of range, or the token is blank
    public HttpSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a blank token protects nothing; give a longer one, or none");
        }
        if (!readTimeout.isPositive() || connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("a door needs a read timeout above 0 and 1 connection or more, not "
                    + readTimeout + ", " + connections + " connections and " + perAddress + " per address");
        }
        names = Set.copyOf(names);
    }

    /// Returns settings for plain HTTP without a token: ten seconds to send a request and 12,000 connections, of which
    /// one address gets at most 1,000 unless only this machine can connect.
    public static HttpSettings at(String host, int port) {
        return new HttpSettings(host, port, Optional.empty(), false, Set.of(), Optional.empty(), READ_TIMEOUT,
                CONNECTIONS, isLoopback(host) ? CONNECTIONS : PER_ADDRESS);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Returns the same settings with a token.
    ///
    /// @throws IllegalArgumentException if it is blank
    public HttpSettings withToken(String other) {
        return new HttpSettings(host, port, Optional.of(other), insecure, names, identity, readTimeout, connections,
                perAddress);
    }

    public HttpSettings named(Set<String> others) {
        return new HttpSettings(host, port, token, insecure, others, identity, readTimeout, connections, perAddress);
    }

    public HttpSettings with(TlsIdentity other) {
        return new HttpSettings(host, port, token, insecure, names, Optional.of(other), readTimeout, connections,
                perAddress);
    }

    /// Returns the same settings with other limits.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive, or a number of connections is below 1
    public HttpSettings limited(Duration readTimeout, int connections, int perAddress) {
        return new HttpSettings(host, port, token, insecure, names, identity, readTimeout, connections, perAddress);
    }

    /// @throws DoorException if there is no such address, or other machines could reach it unprotected
    InetAddress checkedAddress() {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress() && token.isEmpty() && !insecure) {
                throw new DoorException("other machines can reach " + host + ", and nothing keeps them out; give a"
                        + " token, or say --insecure");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new DoorException("there is no address " + host + "; give one of this machine, such as 127.0.0.1", e);
        }
    }
}
