package gregor.http;

import gregor.door.DoorException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How an HTTP door is run.
///
/// @param host        the address at which it listens
/// @param port        the port; 0 takes one that is free
/// @param token       what a client must show as `Authorization: Bearer …`; empty if it need not
/// @param insecure    whether everybody may come in, from anywhere, without showing anything
/// @param names       further names that a request may call this machine by in its `Host` header
/// @param keys        the keys for TLS; empty for plain HTTP
/// @param kafFolder   a folder of Kaf that `/put`, `/get` and `/archive` work on; empty for the topics of the broker
/// @param wafkaFolder where events of Wafka are written as `topic-broker_id.txt` too; empty for nowhere
/// @param patience    how long a client may take to send a request, or be silent in the middle of one
/// @param connections how many clients may be connected at the same time
/// @param perAddress  how many of them from the same address
public record HttpSettings(String host, int port, Optional<String> token, boolean insecure, Set<String> names,
        Optional<Keys> keys, Optional<Path> kafFolder, Optional<Path> wafkaFolder, Duration patience, int connections,
        int perAddress) {
    /// A key store in a file.
    ///
    /// @param password opens the store and the key in it
    public record Keys(Path file, String password) {
        /// Hides the password.
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /// @throws IllegalArgumentException if a number is not possible, or a token is empty
    public HttpSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("a token that is empty protects nothing; give another, or none");
        }
        if (!patience.isPositive() || connections < 1 || perAddress < 1) {
            throw new IllegalArgumentException("a door has patience for some time and for 1 connection or more, not"
                    + " for " + patience + ", " + connections + " and " + perAddress);
        }
        names = Set.copyOf(names);
    }

    /// Plain HTTP, for everybody on this machine; ten seconds of patience, and twelve thousand connections. If others
    /// can come in too, no address gets more than a thousand of them.
    public static HttpSettings at(String host, int port) {
        return new HttpSettings(host, port, Optional.empty(), false, Set.of(), Optional.empty(), Optional.empty(),
                Optional.empty(), Duration.ofSeconds(10), 12_000, isHere(host) ? 12_000 : 1000);
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Returns the same settings with a token.
    ///
    /// @throws IllegalArgumentException if it is empty
    public HttpSettings withToken(String other) {
        return new HttpSettings(host, port, Optional.of(other), insecure, names, keys, kafFolder, wafkaFolder, patience,
                connections, perAddress);
    }

    /// Returns the same settings for a door that lets everybody in, from anywhere.
    public HttpSettings openToAll() {
        return new HttpSettings(host, port, token, true, names, keys, kafFolder, wafkaFolder, patience, connections,
                perAddress);
    }

    /// Returns the same settings with names that this machine has.
    public HttpSettings named(Set<String> others) {
        return new HttpSettings(host, port, token, insecure, others, keys, kafFolder, wafkaFolder, patience,
                connections, perAddress);
    }

    /// Returns the same settings with TLS.
    public HttpSettings with(Keys other) {
        return new HttpSettings(host, port, token, insecure, names, Optional.of(other), kafFolder, wafkaFolder,
                patience, connections, perAddress);
    }

    /// Returns the same settings with a folder of Kaf.
    public HttpSettings withKafFolder(Path folder) {
        return new HttpSettings(host, port, token, insecure, names, keys, Optional.of(folder), wafkaFolder, patience,
                connections, perAddress);
    }

    /// Returns the same settings with a folder for the files of Wafka.
    public HttpSettings withWafkaFolder(Path folder) {
        return new HttpSettings(host, port, token, insecure, names, keys, kafFolder, Optional.of(folder), patience,
                connections, perAddress);
    }

    /// Returns the same settings with other limits.
    ///
    /// @throws IllegalArgumentException if there is to be no patience or no connection
    public HttpSettings limited(Duration patience, int connections, int perAddress) {
        return new HttpSettings(host, port, token, insecure, names, keys, kafFolder, wafkaFolder, patience, connections,
                perAddress);
    }

    /// Refuses what would let strangers in by accident.
    ///
    /// @throws DoorException if others than this machine can reach it and nothing keeps them out
    InetAddress checkedAddress() {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress() && token.isEmpty() && !insecure) {
                throw new DoorException("at " + host + " others than this machine can come in, and nothing keeps them"
                        + " out; give a token, or say --insecure");
            }
            return address;
        } catch (UnknownHostException e) {
            throw new DoorException("there is no address " + host + "; give one of this machine, such as 127.0.0.1", e);
        }
    }
}
