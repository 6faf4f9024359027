package gregor.kafka;

import org.apache.kafka.common.protocol.Errors;

/// Checks leader epochs (KIP-101). Each partition has had one leader, of epoch 0.
final class Epochs {
    private Epochs() {}

    /// @param epoch the epoch that the client knows; -1 for none
    /// @throws ErrorResponseException UNKNOWN_LEADER_EPOCH if it is in the future
    static void check(int epoch) {
        if (epoch > LocalNode.LEADER_EPOCH) {
            throw new ErrorResponseException(Errors.UNKNOWN_LEADER_EPOCH,
                    "unknown leader epoch " + epoch + " (current: " + LocalNode.LEADER_EPOCH + "); refresh metadata");
        }
    }
}
