package gregor.kafka;

/// The users of a door: authenticates their connections and authorizes their requests. Any thread may call it.
public interface AccessControl extends Authorizer {
    /// Creates the authenticator of a new connection.
    ///
    /// @param confidential whether a client may send its password unhashed, because the connection is encrypted or the
    ///                     door insecure on request
    Authenticator authenticator(boolean confidential);
}
