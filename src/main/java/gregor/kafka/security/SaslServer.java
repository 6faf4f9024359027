package gregor.kafka.security;

import java.util.Optional;

/// Somebody at a connection shows who they are, in one step or more. One thread at a time calls it.
interface SaslServer {
    /// Takes what the client says, and returns what to say to that.
    ///
    /// @throws LoginFailedException if it is not who it says it is
    byte[] step(byte[] said);

    /// Who it is, once that is certain.
    Optional<String> user();
}
