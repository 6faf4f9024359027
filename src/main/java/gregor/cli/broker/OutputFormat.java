package gregor.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.cli.console.HumanText;
import gregor.cli.console.JsonOutput;
import gregor.deque.CsvArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Header;
import gregor.list.Utf8;
import gregor.topic.Arrival;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How `consume` writes an event, each in a line.
enum OutputFormat {
    /// For people: where, when, key, value and headers. What would steer a terminal is made visible.
    TEXT {
        @Override
        byte[] bytes(Arrival arrival) {
            Entry entry = arrival.entry();
            Event event = entry.event();
            String place = arrival.partition().partition() + "@" + entry.offset();
            String headers = event.headers().stream().map(Header::toString).collect(Collectors.joining(", "));
            return line(HumanText.escapeControls(place + "  " + HumanText.timestamp(event.timestamp()) + "  "
                    + (event.key() == null ? "" : Utf8.show(event.key()) + "  ") + Utf8.show(event.value())
                    + (headers.isEmpty() ? "" : "  [" + headers + "]")));
        }
    },
    /// The bytes of the value as they are, and nothing else.
    VALUE {
        @Override
        byte[] bytes(Arrival arrival) {
            byte[] value = arrival.entry().event().value();
            byte[] bytes = new byte[value == null ? 1 : value.length + 1];
            if (value != null) {
                System.arraycopy(value, 0, bytes, 0, value.length);
            }
            bytes[bytes.length - 1] = '\n';
            return bytes;
        }
    },
    /// A JSON object.
    JSON {
        @Override
        byte[] bytes(Arrival arrival) {
            return line(JsonOutput.of(arrival));
        }
    },
    /// A row of CSV: the partition, and what an archive has.
    CSV {
        @Override
        byte[] bytes(Arrival arrival) {
            return (arrival.partition().partition() + "," + CsvArchive.row(arrival.entry())).getBytes(UTF_8);
        }

        @Override
        String head() {
            return "partition," + CsvArchive.HEADER;
        }
    };

    /// Finds one by its name.
    static final class Name implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String name) {
            return Stream.of(values()).filter(format -> format.toString().equals(name)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + name + "\" is no format; give one of "
                            + Stream.of(values()).map(OutputFormat::toString).collect(Collectors.joining(", "))));
        }
    }

    /// An event as a line.
    abstract byte[] bytes(Arrival arrival);

    /// What stands before the first line.
    String head() {
        return "";
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
