package gregor.kafka;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import java.net.InetSocketAddress;

/// One request, and who makes it.
///
/// @param version    of the request; the answer has the same
/// @param client     what the client calls itself; it may be empty
/// @param connection by which it came
public record RequestContext(short version, String client, ClientConnection connection) {
    /// Whether who asks may do this.
    public boolean isAuthorized(AclOperation right, ResourceType kind, String name) {
        return connection.settings().access().allows(connection.principal(), right, kind, name);
    }

    /// Where the client is, as Kafka writes it.
    public String host() {
        return "/" + connection.remote().getAddress().getHostAddress();
    }

    /// Where the client is to go with its next requests: to the place that was advertised, or to where it is already.
    public InetSocketAddress here() {
        return connection.settings().advertised().orElseGet(connection::local);
    }
}
