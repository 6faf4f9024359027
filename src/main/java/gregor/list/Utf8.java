package gregor.list;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text as bytes and back, without the silent question marks of `String.getBytes`.
public final class Utf8 {
    /// What the JDK's short cut reads where the bytes are not UTF-8.
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /// Encodes a text.
    ///
    /// @throws IllegalArgumentException if the text holds half a surrogate pair, which UTF-8 cannot write
    public static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hasQuestionMark(bytes) ? strict(text) : bytes;
    }

    /// The JDK's short cut is several times as fast, and writes a question mark for what it cannot write.
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
            throw new IllegalArgumentException("this text holds half a surrogate pair, which UTF-8 cannot write;"
                    + " send its bytes in an encoding of your own", e);
        }
    }

    /// Decodes bytes, or answers empty if they are not UTF-8.
    public static Optional<String> text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : strict(bytes);
    }

    /// It may be that the bytes are not UTF-8, or that they are and say this very letter.
    private static Optional<String> strict(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// Says what the bytes are, for a person: their text, `3 bytes` if they are not text, `null` if there are none.
    public static String show(byte[] bytes) {
        return bytes == null ? "null" : text(bytes).orElse(bytes.length + " bytes");
    }
}
