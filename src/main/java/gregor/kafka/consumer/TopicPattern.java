package gregor.kafka.consumer;

import gregor.kafka.Authorizer;
import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;

/// A subscription to all topics whose names match a regular expression and that a principal may read.
///
/// @param regex in the syntax of RE2; the whole name must match
record TopicPattern(String regex, String principal, Authorizer authorizer) {
    boolean mayRead(String topic) {
        return authorizer.allows(principal, AclOperation.READ, ResourceType.TOPIC, topic);
    }
}
