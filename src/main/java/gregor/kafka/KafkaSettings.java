package gregor.kafka;

import module java.base;

/// Settings of a [KafkaDoor].
///
/// @param address               where the door listens; port 0 takes a free one
/// @param advertised            the address given to clients (`advertised.listeners`); empty for the address that each
///                              of them has connected to
/// @param insecure              whether the door may listen beyond this machine although everything is allowed
/// @param users                 who may log in; empty if clients need not log in
/// @param tls                   the keys for encrypted connections; empty for plain TCP
/// @param maxRequestBytes       the largest size of a request (`socket.request.max.bytes`), at least 1024
/// @param connections           the largest number of open connections (`max.connections`), at least 1; then an address
///                              with few of them gets one of the address with the most
/// @param connectionsPerAddress the largest number from one address (`max.connections.per.ip`), at least 1
/// @param idle                  how long a client may take to complete a request (`connections.max.idle.ms`); positive
public record KafkaSettings(InetSocketAddress address, Optional<InetSocketAddress> advertised, boolean insecure,
        Authorizer authorizer, Optional<AccessControl> users, Optional<SSLContext> tls, int maxRequestBytes,
        int connections, int connectionsPerAddress, Duration idle) {
    private static final int MIN_REQUEST_BYTES = 1024;

    /// @throws IllegalArgumentException if other machines could connect and do everything, or a value is out of range
    public KafkaSettings {
        if (address.isUnresolved() || advertised.filter(other -> other.getPort() == 0).isPresent()) {
            throw new IllegalArgumentException(
                    "cannot use the address " + (address.isUnresolved() ? address.getHostString() : advertised.get())
                            + "; give a name or an IP address of this machine and a port, such as localhost:9092");
        }
        if (!address.getAddress().isLoopbackAddress() && authorizer == Authorizer.ALLOW_ALL && !insecure) {
            throw new IllegalArgumentException(address.getHostString() + ":" + address.getPort()
                    + " can be reached from other machines without a login; name the users that may log in, or allow it"
                    + " with --insecure");
        }
        if (maxRequestBytes < MIN_REQUEST_BYTES || connections < 1 || connectionsPerAddress < 1 || !idle.isPositive()) {
            throw new IllegalArgumentException("no client could work within " + maxRequestBytes + " bytes a request, "
                    + connections + " connections, " + connectionsPerAddress + " from one address, and an idle time of "
                    + idle + "; raise these limits");
        }
    }

    /// Returns settings that allow everything to every client on this machine, with Kafka's limits of 100 MiB a request
    /// and ten idle minutes, and with 4000 connections, 2000 from one address.
    ///
    /// @throws IllegalArgumentException if the address can be reached from other machines
    public static KafkaSettings at(InetSocketAddress address) {
        return at(address, false, Optional.empty());
    }

    /// Returns the same settings for the given users; without users and if `insecure`, for every client anywhere.
    ///
    /// @throws IllegalArgumentException without both, if the address can be reached from other machines
    public static KafkaSettings at(InetSocketAddress address, boolean insecure,
            Optional<? extends AccessControl> users) {
        return new KafkaSettings(address, Optional.empty(), insecure,
                users.<Authorizer>map(known -> known).orElse(Authorizer.ALLOW_ALL), users.map(known -> known),
                Optional.empty(), 100 << 20, 4000, 2000, Duration.ofMinutes(10));
    }

    /// Returns the same settings with another address for clients to connect to, such as that of a proxy.
    public KafkaSettings withAdvertised(InetSocketAddress other) {
        return new KafkaSettings(address, Optional.of(other), insecure, authorizer, users, tls, maxRequestBytes,
                connections, connectionsPerAddress, idle);
    }

    public KafkaSettings withAuthorizer(Authorizer other) {
        return new KafkaSettings(address, advertised, insecure, other, users, tls, maxRequestBytes, connections,
                connectionsPerAddress, idle);
    }

    /// Returns the same settings for users that must log in.
    public KafkaSettings withUsers(AccessControl others) {
        return new KafkaSettings(address, advertised, insecure, others, Optional.of(others), tls, maxRequestBytes,
                connections, connectionsPerAddress, idle);
    }

    public KafkaSettings withTls(SSLContext context) {
        return new KafkaSettings(address, advertised, insecure, authorizer, users, Optional.of(context),
                maxRequestBytes, connections, connectionsPerAddress, idle);
    }

    public KafkaSettings withLimits(int maxRequestBytes, int connections, int connectionsPerAddress, Duration idle) {
        return new KafkaSettings(address, advertised, insecure, authorizer, users, tls, maxRequestBytes, connections,
                connectionsPerAddress, idle);
    }
}
