package gregor.judge;

import java.util.Map;

/// The error codes that the judge expects, or that a broker may well send instead.
final class ErrorCode {
    static final int NONE = 0;
    static final int OFFSET_OUT_OF_RANGE = 1;
    static final int CORRUPT_MESSAGE = 2;
    static final int UNKNOWN_TOPIC_OR_PARTITION = 3;
    static final int LEADER_NOT_AVAILABLE = 5;
    static final int NOT_LEADER_OR_FOLLOWER = 6;
    static final int COORDINATOR_LOAD_IN_PROGRESS = 14;
    static final int COORDINATOR_NOT_AVAILABLE = 15;
    static final int NOT_COORDINATOR = 16;
    static final int INVALID_TOPIC_EXCEPTION = 17;
    static final int ILLEGAL_GENERATION = 22;
    static final int UNKNOWN_MEMBER_ID = 25;
    static final int REBALANCE_IN_PROGRESS = 27;
    static final int UNSUPPORTED_VERSION = 35;
    static final int TOPIC_ALREADY_EXISTS = 36;
    static final int INVALID_PARTITIONS = 37;
    static final int INVALID_CONFIG = 40;
    static final int OUT_OF_ORDER_SEQUENCE_NUMBER = 45;
    static final int NON_EMPTY_GROUP = 68;
    static final int MEMBER_ID_REQUIRED = 79;
    static final int INVALID_RECORD = 87;

    private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(-1, "UNKNOWN_SERVER_ERROR"),
            Map.entry(NONE, "NONE"),
            Map.entry(OFFSET_OUT_OF_RANGE, "OFFSET_OUT_OF_RANGE"), Map.entry(CORRUPT_MESSAGE, "CORRUPT_MESSAGE"),
            Map.entry(UNKNOWN_TOPIC_OR_PARTITION, "UNKNOWN_TOPIC_OR_PARTITION"),
            Map.entry(LEADER_NOT_AVAILABLE, "LEADER_NOT_AVAILABLE"),
            Map.entry(NOT_LEADER_OR_FOLLOWER, "NOT_LEADER_OR_FOLLOWER"),
            Map.entry(10, "MESSAGE_TOO_LARGE"), Map.entry(COORDINATOR_LOAD_IN_PROGRESS, "COORDINATOR_LOAD_IN_PROGRESS"),
            Map.entry(COORDINATOR_NOT_AVAILABLE, "COORDINATOR_NOT_AVAILABLE"),
            Map.entry(NOT_COORDINATOR, "NOT_COORDINATOR"),
            Map.entry(INVALID_TOPIC_EXCEPTION, "INVALID_TOPIC_EXCEPTION"),
            Map.entry(ILLEGAL_GENERATION, "ILLEGAL_GENERATION"),
            Map.entry(23, "INCONSISTENT_GROUP_PROTOCOL"), Map.entry(UNKNOWN_MEMBER_ID, "UNKNOWN_MEMBER_ID"),
            Map.entry(REBALANCE_IN_PROGRESS, "REBALANCE_IN_PROGRESS"), Map.entry(29, "TOPIC_AUTHORIZATION_FAILED"),
            Map.entry(30, "GROUP_AUTHORIZATION_FAILED"), Map.entry(31, "CLUSTER_AUTHORIZATION_FAILED"),
            Map.entry(UNSUPPORTED_VERSION, "UNSUPPORTED_VERSION"),
            Map.entry(TOPIC_ALREADY_EXISTS, "TOPIC_ALREADY_EXISTS"),
            Map.entry(INVALID_PARTITIONS, "INVALID_PARTITIONS"), Map.entry(38, "INVALID_REPLICATION_FACTOR"),
            Map.entry(INVALID_CONFIG, "INVALID_CONFIG"), Map.entry(42, "INVALID_REQUEST"),
            Map.entry(OUT_OF_ORDER_SEQUENCE_NUMBER, "OUT_OF_ORDER_SEQUENCE_NUMBER"),
            Map.entry(46, "DUPLICATE_SEQUENCE_NUMBER"),
            Map.entry(NON_EMPTY_GROUP, "NON_EMPTY_GROUP"), Map.entry(69, "GROUP_ID_NOT_FOUND"),
            Map.entry(MEMBER_ID_REQUIRED, "MEMBER_ID_REQUIRED"), Map.entry(INVALID_RECORD, "INVALID_RECORD"),
            Map.entry(100, "UNKNOWN_TOPIC_ID"));

    private ErrorCode() {}

    /// A code and its name, such as `3 (UNKNOWN_TOPIC_OR_PARTITION)`.
    static String show(int code) {
        return code + (NAMES.containsKey(code) ? " (" + NAMES.get(code) + ")" : "");
    }
}
