package gregor.list;

import module java.base;

import org.jspecify.annotations.Nullable;

/// A header of an [Event]: a name, which may occur more than once, and bytes, which may be null.
public record Header(String key, byte @Nullable [] value) {
    public Header {
        Objects.requireNonNull(key, "a header needs a key");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Header that && key.equals(that.key) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return key + "=" + Utf8.show(value);
    }
}
