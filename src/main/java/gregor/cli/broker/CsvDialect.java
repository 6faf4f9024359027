package gregor.cli.broker;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

/// How a CSV file is written. [#of] detects what the user has not said.
///
/// @param marker the bytes of the byte order mark at the beginning
record CsvDialect(Charset encoding, int marker, char delimiter) {
    /// The encoding of text that is not UTF-8, as browsers choose it (WHATWG Encoding); it contains ISO 8859-1.
    static final Charset WESTERN = Charset.forName("windows-1252");

    private static final String DELIMITERS = ",;\t|";
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?");
    private static final Pattern COMMA_NUMBER = Pattern
            .compile("-?(0|[1-9]\\d{0,17}|[1-9]\\d{0,2}(\\.\\d{3}){1,5})(,\\d{1,17})?");

    /// Detects how a file is written: the encoding by its byte order mark, or UTF-8 if its bytes are that; the delimiter
    /// as the one of `,`, `;`, tab and `|` that is most frequent in the first line, outside quotes.
    ///
    /// @param head      the first bytes of the file
    /// @param encoding  what the user says; may be empty, as may be the delimiter
    static CsvDialect of(byte[] head, Optional<Charset> encoding, Optional<Character> delimiter) {
        int marker = starts(head, 0xef, 0xbb, 0xbf) ? 3 : starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff) ? 2 : 0;
        Charset charset = encoding.orElseGet(() -> switch (marker) {
            case 0 -> isUtf8(head) ? UTF_8 : WESTERN;
            case 2 -> starts(head, 0xff) ? UTF_16LE : UTF_16BE;
            default -> UTF_8;
        });
        String text = new String(head, marker, head.length - marker, charset);
        return new CsvDialect(charset, marker, delimiter.orElseGet(() -> frequent(text)));
    }

    private static boolean starts(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (head.length <= i || (head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// The last character may be cut.
    private static boolean isUtf8(byte[] head) {
        return !UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false).isError();
    }

    private static char frequent(String text) {
        int[] counts = new int[DELIMITERS.length()];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            quoted ^= letter == '"';
            if (!quoted && letter == '\n') {
                break;
            }
            int which = quoted ? -1 : DELIMITERS.indexOf(letter);
            if (which >= 0) {
                counts[which]++;
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return DELIMITERS.charAt(best);
    }

    /// The delimiter as messages name it.
    String delimiterName() {
        return delimiter == '\t' ? "tab" : "" + delimiter;
    }

    /// Whether all cells of a column that are not empty are numbers, and at least one is.
    static boolean areNumbers(Collection<String> cells, boolean decimalComma) {
        return cells.stream().anyMatch(cell -> !cell.isEmpty())
                && cells.stream().allMatch(cell -> cell.isEmpty() || number(cell, decimalComma).isPresent());
    }

    /// The number that a cell is. With a leading zero or plus sign it is a text, such as a postcode.
    static Optional<BigDecimal> number(String cell, boolean decimalComma) {
        if (!(decimalComma ? COMMA_NUMBER : NUMBER).matcher(cell).matches()) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(decimalComma ? cell.replace(".", "").replace(',', '.') : cell));
    }
}
