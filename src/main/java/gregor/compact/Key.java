package gregor.compact;

import module java.base;

import gregor.list.Utf8;

/// The key of an event for use in maps: two keys with the same bytes are equal.
///
/// The array is not copied; the caller must not change it any more.
public record Key(byte[] bytes) {
    public static Key of(String text) {
        return new Key(Utf8.bytes(text));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return Utf8.show(bytes);
    }
}
