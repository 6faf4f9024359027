package gregor.kafka.security;

import module java.base;

/// Runs the server side of one SASL login, in one step or more. One thread at a time may call it.
interface SaslServer {
    /// Processes a token of the client and returns the next token for it.
    ///
    /// @throws SaslAuthenticationException if the login has failed
    byte[] step(byte[] token);

    /// Returns the name of the user; empty before the login has succeeded.
    Optional<String> user();
}
