package gregor.live.jdk.util;

public final class THexFormat {
    private static final String DIGITS = "0123456789abcdef";

    private final String delimiter;

    private THexFormat(String delimiter) {
        this.delimiter = delimiter;
    }

    public static THexFormat of() {
        return new THexFormat("");
    }

    public static THexFormat ofDelimiter(String delimiter) {
        return new THexFormat(delimiter);
    }

    public String formatHex(byte[] bytes) {
        return formatHex(bytes, 0, bytes.length);
    }

    public String formatHex(byte[] bytes, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : delimiter).append(DIGITS.charAt(bytes[i] >> 4 & 15))
                    .append(DIGITS.charAt(bytes[i] & 15));
        }
        return text.toString();
    }

    public byte[] parseHex(CharSequence text) {
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(text.subSequence(2 * i, 2 * i + 2).toString(), 16);
        }
        return bytes;
    }
}
