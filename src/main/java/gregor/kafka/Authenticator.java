package gregor.kafka;

import module java.base;

/// Authenticates the client of one connection (SASL). One thread at a time may call it; any thread may call
/// [#isAuthenticated()].
@FunctionalInterface
public interface Authenticator {
    /// Accepts every client as `User:ANONYMOUS` and offers no mechanism.
    Authenticator NONE = () -> true;

    /// Whether the client has logged in. Before that, it may send ApiVersions, SaslHandshake and SaslAuthenticate.
    boolean isAuthenticated();

    /// The client's principal as Kafka writes it, such as `User:alice`; `User:ANONYMOUS` before it has logged in.
    default String principal() {
        return "User:ANONYMOUS";
    }

    /// The names of the SASL mechanisms offered; empty if clients need not log in.
    default List<String> mechanisms() {
        return List.of();
    }

    /// Starts a login, and abandons one that has been started before.
    ///
    /// @return false if the mechanism is not offered
    default boolean begin(String mechanism) {
        return false;
    }

    /// Processes a token of the client and returns the next token for it.
    ///
    /// @throws RuntimeException if the login has failed
    default byte[] step(byte[] token) {
        throw new UnsupportedOperationException("this connection needs no login");
    }
}
