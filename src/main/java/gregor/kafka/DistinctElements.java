package gregor.kafka;

import module java.base;

/// Removes elements of a request that repeat earlier ones. Else a request of 500 kB that names a topic or a group
/// 50,000 times would have a response of gigabytes, with as many copies of its description.
public final class DistinctElements {
    private DistinctElements() {}

    /// Returns the first element of each key, in the order of the request.
    ///
    /// @param key a string, whose hash collisions cost a hash table little
    public static <T> Collection<T> by(List<T> elements, Function<T, String> key) {
        var distinct = new LinkedHashMap<String, T>();
        elements.forEach(element -> distinct.putIfAbsent(key.apply(element), element));
        return distinct.values();
    }
}
