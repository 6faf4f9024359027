package gregor.judge;

import java.util.Map;
import java.util.TreeMap;

/// What a broker says that it can do: which versions of which requests. Nothing is known before it was asked.
final class Offer {
    /// The versions of one request.
    record Range(int from, int to) {}

    private final Map<Integer, Range> ranges = new TreeMap<>();

    /// Takes what a broker has said.
    void take(Map<Integer, Range> said) {
        ranges.clear();
        ranges.putAll(said);
    }

    /// Whether it can do this, as far as is known.
    boolean has(Api api, int version) {
        Range range = ranges.get(api.key());
        return range != null && range.from <= version && version <= range.to;
    }

    /// @throws Fault if it has said that it cannot do this
    void mustHave(Request request) {
        if (ranges.isEmpty() || request.api() == Api.API_VERSIONS || has(request.api(), request.version())) {
            return;
        }
        Range range = ranges.get(request.api().key());
        throw Fault.of(request + ", which the judge speaks, among what ApiVersions says",
                range == null ? "no version of it" : "versions " + range.from + " to " + range.to);
    }
}
