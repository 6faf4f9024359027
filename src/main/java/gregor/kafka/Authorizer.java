package gregor.kafka;

/// Who may do what. Asked before anything is done. Any thread may call it.
@FunctionalInterface
public interface Authorizer {
    /// Everybody may do everything.
    Authorizer ALLOW_ALL = (principal, right, kind, name) -> true;

    /// What somebody wants to do.
    enum AclOperation {
        /// Read a topic, or what a group has read; be in a group.
        READ,
        /// Write to a topic.
        WRITE,
        /// Make it, change it, delete it.
        ADMIN
    }

    /// What they want to do it to.
    enum ResourceType {
        TOPIC, GROUP,
        /// The broker as a whole; it has no name.
        BROKER
    }

    /// Whether they may.
    ///
    /// @param principal who asks, as Kafka writes it: `User:alice`
    boolean allows(String principal, AclOperation right, ResourceType kind, String name);
}
