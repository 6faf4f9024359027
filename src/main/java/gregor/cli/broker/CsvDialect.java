package gregor.cli.broker;

import module java.base;

/// How a CSV file is written. [#of] detects what the user has not said.
///
/// @param marker how many bytes at the beginning are a byte order mark that the decoder would take for text
record CsvDialect(Charset encoding, int marker, char delimiter) {
    /// The encoding of text that is not UTF-8, as browsers choose it (WHATWG Encoding); it contains ISO 8859-1.
    static final Charset WESTERN = Charset.forName("windows-1252");

    private static final String MARK = "\ufeff";
    /// How a file in UTF-16 begins, in hexadecimal digits; Java's decoder reads these bytes itself.
    private static final Set<String> UTF_16_MARKS = Set.of("feff", "fffe");
    private static final String DELIMITERS = ",;\t|";
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?");
    private static final Pattern COMMA_NUMBER = Pattern
            .compile("-?(0|[1-9]\\d{0,17}|[1-9]\\d{0,2}(\\.\\d{3}){1,5})(,\\d{1,17})?");

    /// Detects how a file is written: the encoding by its byte order mark, or UTF-8 if its bytes are that; the delimiter
    /// as the one of `,`, `;`, tab and `|` that is most frequent in the first line, outside quotes.
    ///
    /// @param encoding what the user says; may be empty, as may be the delimiter
    static CsvDialect of(byte[] head, Optional<Charset> encoding, Optional<Character> delimiter) {
        Charset charset = encoding
                .orElseGet(() -> UTF_16_MARKS.contains(HexFormat.of().formatHex(head, 0, Math.min(2, head.length)))
                        ? StandardCharsets.UTF_16
                        : isUtf8(head) ? StandardCharsets.UTF_8 : WESTERN);
        String text = new String(head, charset);
        int marker = text.startsWith(MARK) ? MARK.getBytes(charset).length : 0;
        return new CsvDialect(charset, marker, delimiter.orElseGet(() -> frequent(text)));
    }

    /// The last character may be cut.
    private static boolean isUtf8(byte[] head) {
        return !StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false).isError();
    }

    private static char frequent(String text) {
        String line = text.replaceAll("\"[^\"]*\"", "").lines().findFirst().orElse("");
        return (char) DELIMITERS.chars().boxed()
                .max(Comparator.comparingLong(delimiter -> line.chars().filter(letter -> letter == delimiter).count()))
                .orElseThrow().intValue();
    }

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
