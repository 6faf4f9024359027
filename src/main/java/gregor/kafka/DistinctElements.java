package gregor.kafka;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// Drops elements of a request that repeat earlier ones. A client that names a topic or a group 50,000 times would
/// otherwise get as many copies of what the broker knows of it: gigabytes for 500 kB.
public final class DistinctElements {
    private DistinctElements() {}

    /// Returns the first element of each key, in their order.
    ///
    /// @param key a string, whose hash collisions cost a hash table little
    public static <T> Collection<T> by(List<T> elements, Function<T, String> key) {
        var distinct = new LinkedHashMap<String, T>();
        elements.forEach(element -> distinct.putIfAbsent(key.apply(element), element));
        return distinct.values();
    }
}
