package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// What a client believes of the leader of a partition: how many there have been. There has been one.
final class Epochs {
    private Epochs() {}

    /// @throws Refused if there cannot have been so many
    static void check(int epoch) {
        if (epoch > LocalNode.LEADER_EPOCH) {
            throw new ErrorResponseException(Errors.UNKNOWN_LEADER_EPOCH, "there has been no leader number " + epoch);
        }
    }
}
