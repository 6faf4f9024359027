package gregor.cli.broker;

import module java.base;

import gregor.cli.console.HumanText;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.PartitionEntry;
import picocli.CommandLine.TypeConversionException;

/// A pattern of kcat and rpk by which `consume` prints an event: `%t` topic, `%p` partition, `%o` offset, `%k` key, `%s`
/// or `%v` value, `%K` and `%S` their bytes (-1 for null), `%T` timestamp in ms, `%d` as ISO 8601, `%h` headers, `%%` a
/// percent sign; `\n`, `\r`, `\t`, `\\` and `\xFF` as usual. There is no line break unless the pattern has one.
record FormatPattern(String pattern) implements OutputFormat {
    private static final String LETTERS = "tpoksvKSTdh%";

    /// @throws TypeConversionException if a letter means nothing
    FormatPattern {
        for (int i = pattern.indexOf('%'); i >= 0; i = pattern.indexOf('%', i + 2)) {
            if (i + 1 == pattern.length() || LETTERS.indexOf(pattern.charAt(i + 1)) < 0) {
                throw new TypeConversionException("\"" + pattern.substring(i, Math.min(i + 2, pattern.length()))
                        + "\" in the format means nothing; there are %t topic, %p partition, %o offset, %k key, %s value, "
                        + "%K and %S their bytes, %T timestamp in ms, %d as ISO 8601, %h headers, and %%");
            }
        }
    }

    @Override
    public byte[] bytes(PartitionEntry arrival) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            if (letter == '%') {
                bytes.writeBytes(part(pattern.charAt(++i), arrival));
            } else if (letter == '\\' && i + 1 < pattern.length()) {
                i += escape(i + 1, bytes);
            } else {
                int end = Character.isHighSurrogate(letter) ? i + 2 : i + 1;
                bytes.writeBytes(Utf8.bytes(pattern.substring(i, end)));
                i = end - 1;
            }
        }
        return bytes.toByteArray();
    }

    /// Returns how many characters the escape has after its backslash.
    private int escape(int at, ByteArrayOutputStream bytes) {
        String hex = pattern.substring(at, Math.min(at + 3, pattern.length()));
        if (hex.matches("x[0-9a-fA-F]{2}")) {
            bytes.write(HexFormat.fromHexDigits(hex, 1, 3));
            return 3;
        }
        bytes.write(switch (pattern.charAt(at)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> pattern.charAt(at);
        });
        return 1;
    }

    private static byte[] part(char letter, PartitionEntry arrival) {
        Event event = arrival.entry().event();
        return switch (letter) {
            case 'k' -> plain(event.key());
            case 's', 'v' -> plain(event.value());
            default -> Utf8.bytes(switch (letter) {
                case 't' -> arrival.partition().topic();
                case 'p' -> "" + arrival.partition().partition();
                case 'o' -> "" + arrival.entry().offset();
                case 'K' -> "" + length(event.key());
                case 'S' -> "" + length(event.value());
                case 'T' -> "" + event.timestamp();
                case 'd' -> HumanText.timestamp(event.timestamp());
                case 'h' -> event.headers().stream().map(Header::toString).collect(Collectors.joining(","));
                default -> "%";
            });
        };
    }

    private static byte[] plain(byte[] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? -1 : bytes.length;
    }
}
