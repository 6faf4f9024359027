package gregor.list;

import module java.base;

import org.jspecify.annotations.Nullable;

/// Converts text to bytes and back. It never replaces what it cannot convert by question marks, as `String.getBytes`
/// does.
public final class Utf8 {
    /// The character that the JDK's fast decoder returns for bytes that are not UTF-8.
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /// Encodes a text.
    ///
    /// @throws IllegalArgumentException if the text has half a surrogate pair, which UTF-8 cannot encode
    public static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hasQuestionMark(bytes) ? strict(text) : bytes;
    }

    /// Searches for the character by which the JDK's encoder replaces what it cannot encode. That encoder is several
    /// times as fast as the strict one.
    private static boolean hasQuestionMark(byte[] bytes) {
        for (byte one : bytes) {
            if (one == '?') {
                return true;
            }
        }
        return false;
    }

    private static byte[] strict(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text has half a surrogate pair, which UTF-8 cannot encode;"
                    + " send its bytes in another encoding", e);
        }
    }

    /// Decodes bytes; empty if they are not UTF-8.
    public static Optional<String> text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : strict(bytes);
    }

    /// Decodes bytes that are not UTF-8, or that encode the replacement character.
    private static Optional<String> strict(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// Returns bytes for display: their text, `3 bytes` if they are not UTF-8, `null` for null.
    public static String show(byte @Nullable [] bytes) {
        return bytes == null ? "null" : text(bytes).orElse(bytes.length + " bytes");
    }
}
