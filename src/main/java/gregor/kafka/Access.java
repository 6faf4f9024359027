package gregor.kafka;

/// Who may do what. Asked before anything is done. Any thread may call it.
@FunctionalInterface
public interface Access {
    /// Everybody may do everything.
    Access EVERYBODY = (principal, right, kind, name) -> true;

    /// What somebody wants to do.
    enum Right {
        /// Read a topic, or what a group has read; be in a group.
        READ,
        /// Write to a topic.
        WRITE,
        /// Make it, change it, delete it.
        ADMIN
    }

    /// What they want to do it to.
    enum Kind {
        TOPIC, GROUP,
        /// The broker as a whole; it has no name.
        BROKER
    }

    /// Whether they may.
    ///
    /// @param principal who asks, as Kafka writes it: `User:alice`
    boolean allows(String principal, Right right, Kind kind, String name);
}
