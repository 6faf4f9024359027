package gregor.judge;

/// The requests that the judge sends, each in one version: old enough for most brokers, and new enough that some are
/// written the old way and some the new (_flexible_, KIP-482).
enum Api {
    PRODUCE(0, 8, false, "Produce"),
    FETCH(1, 11, false, "Fetch"),
    LIST_OFFSETS(2, 2, false, "ListOffsets"),
    METADATA(3, 12, true, "Metadata"),
    OFFSET_COMMIT(8, 7, false, "OffsetCommit"),
    OFFSET_FETCH(9, 5, false, "OffsetFetch"),
    FIND_COORDINATOR(10, 2, false, "FindCoordinator"),
    JOIN_GROUP(11, 5, false, "JoinGroup"),
    HEARTBEAT(12, 3, false, "Heartbeat"),
    LEAVE_GROUP(13, 3, false, "LeaveGroup"),
    SYNC_GROUP(14, 3, false, "SyncGroup"),
    API_VERSIONS(18, 3, true, "ApiVersions"),
    CREATE_TOPICS(19, 5, true, "CreateTopics"),
    DELETE_TOPICS(20, 4, true, "DeleteTopics"),
    INIT_PRODUCER_ID(22, 1, false, "InitProducerId"),
    DELETE_GROUPS(42, 1, false, "DeleteGroups");

    private final int key;
    private final int version;
    private final boolean flexible;
    private final String label;

    Api(int key, int version, boolean flexible, String label) {
        this.key = key;
        this.version = version;
        this.flexible = flexible;
        this.label = label;
    }

    /// Its number on the wire.
    int key() {
        return key;
    }

    /// The version that the judge speaks.
    int version() {
        return version;
    }

    /// Whether that version is written the new way: short lengths, and room for fields that nobody knows yet.
    boolean isFlexible() {
        return flexible;
    }

    @Override
    public String toString() {
        return label;
    }
}
