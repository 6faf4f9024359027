package gregor.kafka;

import module java.base;

/// A group protocol beside the classic one. A group belongs to at most one of the two. Any thread may call it.
public interface GroupProtocol {
    /// No second protocol: every group is classic.
    GroupProtocol NONE = new GroupProtocol() {
        @Override
        public boolean check(String group, String member, int epoch) {
            return false;
        }

        @Override
        public void beforeCommit(String group) {
            throw new UnsupportedOperationException("every group is classic");
        }

        @Override
        public Optional<String> describe(String group) {
            return Optional.empty();
        }

        @Override
        public void forget(String group) {}
    };

    /// Checks that a member belongs to a group and is at an epoch.
    ///
    /// @return false, unchecked, if the group has no members of this protocol
    /// @throws ErrorResponseException UNKNOWN_MEMBER_ID or STALE_MEMBER_EPOCH
    boolean check(String group, String member, int epoch);

    /// Stores that a group belongs to this protocol from now on, also after a restart.
    void beforeCommit(String group);

    /// Returns the state of a group in Kafka's words; empty if the group does not belong to this protocol.
    Optional<String> describe(String group);

    /// Ends a group's membership in this protocol: the group was deleted, or a classic member has joined.
    void forget(String group);
}
