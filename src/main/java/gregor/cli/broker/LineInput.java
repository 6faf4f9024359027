package gregor.cli.broker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.cli.console.CommandException;
import gregor.list.Event;
import gregor.list.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes an event of each line. The line end is not part of it; all other bytes are kept.
final class LineInput extends EventInput {
    private final Optional<byte[]> separator;
    private final Optional<byte[]> nullMarker;
    private final List<Header> headers;
    private final int maxBytes;
    private long line;
    private long position;

    /// @param separator  the text between key and value; empty if there are no keys
    /// @param nullMarker the text that means a null value: a tombstone
    /// @param headers    the headers of each event
    /// @param maxBytes   the most bytes of a line
    LineInput(String name, InputStream in, Optional<byte[]> separator, Optional<byte[]> nullMarker,
            List<Header> headers, int maxBytes) {
        super(name, in);
        this.separator = separator;
        this.nullMarker = nullMarker;
        this.headers = headers;
        this.maxBytes = maxBytes;
    }

    @Override
    Event next() {
        byte[] text = line();
        if (text == null) {
            return null;
        }
        if (separator.isEmpty()) {
            return new Event(Event.NO_TIMESTAMP, null, value(text), headers);
        }
        int at = new String(text, ISO_8859_1).indexOf(new String(separator.get(), ISO_8859_1));
        if (at < 0) {
            throw new CommandException(where() + " has no \"" + new String(separator.get(), UTF_8)
                    + "\" between a key and a value; correct the line, or choose another --key-separator");
        }
        return new Event(Event.NO_TIMESTAMP, Arrays.copyOf(text, at),
                value(Arrays.copyOfRange(text, at + separator.get().length, text.length)), headers);
    }

    private byte[] value(byte[] text) {
        return nullMarker.filter(marker -> Arrays.equals(marker, text)).isPresent() ? null : text;
    }

    private byte[] line() {
        line++;
        var bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                bytes.write(next);
                if (bytes.size() > maxBytes + 1) {
                    throw new CommandException(where() + " has more than the " + maxBytes
                            + " bytes that the topic accepts; raise its max.message.bytes, or split the line");
                }
            }
        } catch (IOException e) {
            throw new CommandException("cannot read " + where() + " (" + e + ")", e);
        }
        byte[] text = bytes.toByteArray();
        position += text.length + 1;
        return text.length > 0 && text[text.length - 1] == '\r' ? Arrays.copyOf(text, text.length - 1) : text;
    }

    @Override
    String where() {
        return name + ", line " + line;
    }

    @Override
    long position() {
        return position;
    }
}
