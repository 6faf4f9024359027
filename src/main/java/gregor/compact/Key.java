package gregor.compact;

import gregor.list.Utf8;
import java.util.Arrays;

/// The key of an event, made to be looked up: two keys with the same bytes are equal.
///
/// The array is not copied: who hands it over no longer writes to it.
public record Key(byte[] bytes) {
    /// Makes a key of a text.
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
