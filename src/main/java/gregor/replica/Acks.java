package gregor.replica;

/// The replicas that must have a batch before the leader acknowledges it (Kafka: `acks`).
public enum Acks {
    /// `acks=0`: the producer does not wait for a response.
    NONE("0"),
    /// `acks=1`: the leader.
    LEADER("1"),
    /// `acks=all`: all in-sync replicas.
    ALL("all");

    private final String setting;

    Acks(String setting) {
        this.setting = setting;
    }

    /// Returns the value of Kafka's setting.
    @Override
    public String toString() {
        return setting;
    }
}
