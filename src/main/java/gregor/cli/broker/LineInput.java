package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.list.Event;

/// Makes an event of each line. The line end is not part of it; all other bytes are kept.
final class LineInput extends EventInput {
    private final Function<byte[], Event> parser;
    private final int maxBytes;
    private final boolean skipsBlank;
    private byte[] text;
    private long line;
    private long position;

    /// @param parser   makes the event of a line, or throws a [CommandException] whose message continues the line's
    ///                 place
    /// @param skipsBlank whether lines without a letter are no events
    LineInput(String name, InputStream in, Function<byte[], Event> parser, int maxBytes, boolean skipsBlank) {
        super(name, in);
        this.parser = parser;
        this.maxBytes = maxBytes;
        this.skipsBlank = skipsBlank;
    }

    @Override
    boolean advance() {
        do {
            if (!read()) {
                return false;
            }
        } while (skipsBlank && new String(text, StandardCharsets.ISO_8859_1).isBlank());
        return true;
    }

    private boolean read() {
        line++;
        var bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                bytes.write(next);
                if (bytes.size() > maxBytes + 1) {
                    throw new CommandException(where() + " has more than the " + maxBytes
                            + " bytes that the topic accepts; raise its max.message.bytes, or split the line");
                }
            }
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    where() + " has bytes that are no letters in the encoding that --encoding names; " + "name another",
                    e);
        } catch (IOException e) {
            throw CommandException.of("cannot read " + where(), e);
        }
        text = bytes.toByteArray();
        position += text.length + 1;
        text = text.length > 0 && text[text.length - 1] == '\r' ? Arrays.copyOf(text, text.length - 1) : text;
        return true;
    }

    @Override
    Event event() {
        try {
            return parser.apply(text);
        } catch (CommandException e) {
            throw new CommandException(where() + e.getMessage(), e);
        }
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
