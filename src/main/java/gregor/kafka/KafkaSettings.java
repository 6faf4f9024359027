package gregor.kafka;

import gregor.kafka.security.UserFile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How a [KafkaDoor] is run.
///
/// @param address               where it listens; port 0 takes one that is free
/// @param advertised            where clients are told to go; empty for the address by which each of them came
/// @param insecure              whether it may listen beyond this machine although everybody may do everything
/// @param access                who may do what
/// @param users                 who may come in, once they have shown who they are; empty for everybody
/// @param tls                   key and certificate to encrypt with; empty for plain connections
/// @param maxRequestBytes       no request may be longer; Kafka: `socket.request.max.bytes`
/// @param connections           so many at a time, and no more; Kafka: `max.connections`
/// @param connectionsPerAddress so many of them from one address; Kafka: `max.connections.per.ip`
/// @param idle                  how long a connection may say nothing, or be in the middle of a request; Kafka:
///                              `connections.max.idle.ms`
public record KafkaSettings(InetSocketAddress address, Optional<InetSocketAddress> advertised, boolean insecure,
        Authorizer access, Optional<UserFile> users, Optional<SSLContext> tls, int maxRequestBytes,
        int connections, int connectionsPerAddress, Duration idle) {
    private static final int MIN_REQUEST_BYTES = 1024;

    /// @throws IllegalArgumentException if it would let the whole network in unasked, or a value is not possible
    public KafkaSettings {
        if (address.isUnresolved() || advertised.filter(place -> place.getPort() == 0).isPresent()) {
            throw new IllegalArgumentException("there is no place "
                    + (address.isUnresolved() ? address.getHostString() : advertised.get())
                    + "; give a name or a number of this machine and a port, such as localhost:9092");
        }
        if (!address.getAddress().isLoopbackAddress() && access == Authorizer.ALLOW_ALL && !insecure) {
            throw new IllegalArgumentException(address.getHostString() + ":" + address.getPort()
                    + " can be reached from other machines, by anybody; say who may come in, or --insecure if that is "
                    + "what you want");
        }
        if (maxRequestBytes < MIN_REQUEST_BYTES || connections < 1 || connectionsPerAddress < 1
                || !idle.isPositive()) {
            throw new IllegalArgumentException("no client could work within " + maxRequestBytes + " bytes, "
                    + connections + " connections, " + connectionsPerAddress + " from one address, and " + idle
                    + "; give more");
        }
    }

    /// Everybody on this machine may do everything; Kafka's limits: 100 MiB a request, ten minutes; 4000 connections,
    /// 2000 from one address.
    ///
    /// @throws IllegalArgumentException if the address can be reached from other machines
    public static KafkaSettings at(InetSocketAddress address) {
        return at(address, false, Optional.empty());
    }

    /// The same for those who are in a file and may do what stands there; or, if somebody insists, for everybody on
    /// every machine.
    ///
    /// @throws IllegalArgumentException if strangers could come in, and nobody insists
    public static KafkaSettings at(InetSocketAddress address, boolean insecure, Optional<UserFile> users) {
        return new KafkaSettings(address, Optional.empty(), insecure,
                users.<Authorizer>map(file -> file).orElse(Authorizer.ALLOW_ALL), users,
                Optional.empty(), 100 << 20, 4000, 2000, Duration.ofMinutes(10));
    }

    /// Returns the same settings for clients that are told to come to another place, such as that of a proxy.
    public KafkaSettings withAdvertised(InetSocketAddress other) {
        return new KafkaSettings(address, Optional.of(other), insecure, access, users, tls,
                maxRequestBytes, connections, connectionsPerAddress, idle);
    }

    /// Returns the same settings with others who may do something.
    public KafkaSettings with(Authorizer other) {
        return new KafkaSettings(address, advertised, insecure, other, users, tls, maxRequestBytes,
                connections, connectionsPerAddress, idle);
    }

    /// Returns the same settings for those who are in a file, and may do what stands there.
    public KafkaSettings with(UserFile others) {
        return new KafkaSettings(address, advertised, insecure, others, Optional.of(others), tls,
                maxRequestBytes, connections, connectionsPerAddress, idle);
    }

    /// Returns the same settings with TLS.
    public KafkaSettings with(SSLContext keys) {
        return new KafkaSettings(address, advertised, insecure, access, users, Optional.of(keys),
                maxRequestBytes, connections, connectionsPerAddress, idle);
    }

    /// Returns the same settings with other limits.
    public KafkaSettings withLimits(int maxRequestBytes, int connections, int connectionsPerAddress, Duration idle) {
        return new KafkaSettings(address, advertised, insecure, access, users, tls, maxRequestBytes,
                connections, connectionsPerAddress, idle);
    }
}
