package gregor.cli.broker;

import module java.base;

/// Text as UTF-8, without a byte order mark. Without a named encoding, UTF-16 is recognised by its byte order mark, and
/// all other bytes are kept as they are. Nothing is read before it is asked for, since lines may be typed.
final class TextStream extends InputStream {
    private final InputStream in;
    private final Optional<Charset> encoding;
    private boolean begun;
    /// The decoder; null if bytes are kept.
    private Reader text;
    private ByteBuffer encoded = ByteBuffer.allocate(0);

    /// @param in       supports marks
    /// @param encoding what the user says
    TextStream(InputStream in, Optional<Charset> encoding) {
        this.in = in;
        this.encoding = encoding;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        begin();
        if (text == null) {
            return in.read(bytes, offset, length);
        }
        int first = length == 0 ? 0 : read();
        if (first < 0 || length == 0) {
            return first;
        }
        bytes[offset] = (byte) first;
        int more = Math.min(length - 1, encoded.remaining());
        encoded.get(bytes, offset + 1, more);
        return more + 1;
    }

    @Override
    public int read() throws IOException {
        begin();
        if (text == null) {
            return in.read();
        }
        if (!encoded.hasRemaining()) {
            int letter = text.read();
            if (letter < 0) {
                return -1;
            }
            var letters = new StringBuilder().append((char) letter);
            if (Character.isHighSurrogate((char) letter)) {
                letters.append((char) text.read());
            }
            encoded = StandardCharsets.UTF_8.encode(letters.toString());
        }
        return Byte.toUnsignedInt(encoded.get());
    }

    /// Looks for a byte order mark, once.
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        in.mark(3);
        // The first byte of a mark is at least this one, and no shorter text of UTF-8 begins so.
        int first = in.read();
        String mark = first < 0xef
                ? ""
                : HexFormat.of().toHexDigits((byte) first) + HexFormat.of().formatHex(in.readNBytes(2));
        if (!mark.equals("efbbbf")) {
            in.reset();
        }
        encoding.or(() -> mark.startsWith("feff") || mark.startsWith("fffe")
                ? Optional.of(StandardCharsets.UTF_16)
                : Optional.empty())
                .ifPresent(charset -> text = new BufferedReader(new InputStreamReader(in, charset.newDecoder())));
    }

    @Override
    public int available() throws IOException {
        return in.available() + encoded.remaining();
    }
}
