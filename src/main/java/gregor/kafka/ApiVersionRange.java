package gregor.kafka;

import org.apache.kafka.common.protocol.ApiKeys;

/// The versions of one kind of request that an [Api] serves.
///
/// @param oldest the first version served
/// @param newest the last version served
public record ApiVersionRange(ApiKeys key, int oldest, int newest) {
    boolean contains(int version) {
        return oldest <= version && version <= newest;
    }
}
