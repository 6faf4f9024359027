package gregor.judge;

import module java.base;

import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;

/// The versions of each API that a broker supports, by its own ApiVersions; unknown before the first response.
final class SupportedVersions {
    private final Map<Short, ApiVersion> ranges = new HashMap<>();

    /// Replaces the versions by those of a response.
    void update(Collection<ApiVersion> versions) {
        ranges.clear();
        versions.forEach(range -> ranges.put(range.apiKey(), range));
    }

    /// Whether the broker supports a version, as far as is known.
    boolean has(ApiKeys api, int version) {
        ApiVersion range = ranges.get(api.id);
        return range != null && range.minVersion() <= version && version <= range.maxVersion();
    }

    /// Checks that the broker supports a request, unless its versions are unknown.
    ///
    /// @throws StageFailure if it does not
    void require(RawRequest request) {
        ApiKeys api = request.api();
        if (ranges.isEmpty() || api == ApiKeys.API_VERSIONS || has(api, request.version())) {
            return;
        }
        ApiVersion range = ranges.get(api.id);
        throw StageFailure.of("a broker that supports " + request + " by its ApiVersions",
                range == null ? "no version of it" : "versions " + range.minVersion() + " to " + range.maxVersion());
    }
}
