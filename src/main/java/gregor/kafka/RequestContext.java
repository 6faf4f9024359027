package gregor.kafka;

import module java.base;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.apache.kafka.common.protocol.Errors;

/// The circumstances of a request.
///
/// @param version of the request and of its response
/// @param client  the client id; may be empty
public record RequestContext(short version, String client, ClientConnection connection) {
    /// The principal that sent the request, such as `User:alice`.
    public String principal() {
        return authenticator().principal();
    }

    /// Whether the principal may do something. APIs call this for each element of a request, so here ends the work for
    /// a client that has gone.
    ///
    /// @throws CloseConnectionException if the client has closed the connection
    public boolean isAuthorized(AclOperation operation, ResourceType type, String name) {
        connection.checkConnected();
        return settings().authorizer().allows(principal(), operation, type, name);
    }

    /// Whether the principal may see that a resource exists, because any operation on it is allowed (Kafka: DESCRIBE,
    /// which the other operations imply).
    public boolean mayDescribe(ResourceType type, String name) {
        return Arrays.stream(AclOperation.values()).anyMatch(operation -> isAuthorized(operation, type, name));
    }

    /// Does nothing if the principal may see that a resource exists.
    ///
    /// @throws ErrorResponseException with the authorization error of the resource type, if it may not
    public void authorizeDescribe(ResourceType type, String name) {
        if (!mayDescribe(type, name)) {
            authorize(AclOperation.READ, type, name);
        }
    }

    /// Does nothing if the principal may do something.
    ///
    /// @throws ErrorResponseException with the authorization error of the resource type, if it may not
    public void authorize(AclOperation operation, ResourceType type, String name) {
        if (!isAuthorized(operation, type, name)) {
            throw new ErrorResponseException(switch (type) {
                case TOPIC -> Errors.TOPIC_AUTHORIZATION_FAILED;
                case GROUP -> Errors.GROUP_AUTHORIZATION_FAILED;
                case TRANSACTIONAL_ID -> Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
                case BROKER -> Errors.CLUSTER_AUTHORIZATION_FAILED;
            }, principal() + " has no " + word(operation) + " permission on " + (word(type) + " " + name).strip());
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Adds a step before the response, such as waiting for the disk. Meanwhile the connection may process the next
    /// Produce request; other requests wait. The step may change the response.
    void beforeResponse(Runnable step) {
        connection.beforeResponse(step);
    }

    public KafkaSettings settings() {
        return connection.settings();
    }

    /// Runs a long computation on one of the threads of [HeavyRequests], and waits for it.
    ///
    /// @throws CloseConnectionException if the door has closed
    <T> T compute(Supplier<T> call) {
        return connection.compute(call);
    }

    public Authenticator authenticator() {
        return connection.authenticator();
    }

    /// Closes the connection as soon as the response has been sent.
    public void closeAfterResponse() {
        connection.closeAfterResponse();
    }

    /// The client's address as Kafka writes it: `/127.0.0.1`.
    public String host() {
        return "/" + connection.remote().getAddress().getHostAddress();
    }

    /// The address that the client should connect to: the advertised one; by default, the one it has connected to.
    public InetSocketAddress endpoint() {
        return settings().advertised().orElseGet(connection::local);
    }
}
