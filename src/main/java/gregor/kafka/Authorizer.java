package gregor.kafka;

/// Decides whether a principal may do something, before a request is carried out. Any thread may call it.
@FunctionalInterface
public interface Authorizer {
    /// Allows everything.
    Authorizer ALLOW_ALL = (principal, operation, type, name) -> true;

    /// The operations that can be allowed.
    enum AclOperation {
        /// Read a topic or the offsets of a group; join a group.
        READ,
        /// Write to a topic, or with a transactional id.
        WRITE,
        /// Create, alter or delete a resource.
        ADMIN
    }

    /// The types of resources.
    enum ResourceType {
        TOPIC, GROUP,
        /// A transactional id, which producers write to.
        TRANSACTIONAL_ID,
        /// The broker as a whole; its name is empty.
        BROKER
    }

    /// Whether a principal may do something.
    ///
    /// @param principal as Kafka writes it, such as `User:alice`
    boolean allows(String principal, AclOperation operation, ResourceType type, String name);
}
