package gregor.ancestor.katar;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.UnsupportedEventException;
import gregor.file.FormatException;
import gregor.list.Event;
import gregor.list.ListBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The one-file form of Katar's first document. The bytes were recorded from the program's early version.
class KatarOldLogTest {
    private static final byte[] LOGS = HexFormat.of().parseHex("0000000268690000000568656c6c6f00000002c3a9");
    private static final byte[] INDEX = HexFormat.of().parseHex("00000000000000000000000100000006000000020000000f");

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        return Files.createDirectories(folder.resolve("old")).resolve(name);
    }

    @Test
    void itsBytesAreThoseOfKatar() throws IOException {
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            log.append(Event.of("hi"));
            log.append(ListBatch.of(Event.of("hello"), Event.of("é")));
        }
        assertThat(file("logs.katar")).hasBinaryContent(LOGS);
        assertThat(file("index.katar")).hasBinaryContent(INDEX);
    }

    @Test
    void filesOfKatarOpenAndGoOnAndTheIndexIsCompleted() throws IOException {
        Files.write(file("logs.katar"), LOGS);
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThat(log.entries(0)).hasToString("[0:hi, 1:hello, 2:é]");
            assertThat(file("index.katar")).hasBinaryContent(INDEX);
            assertThat(log.append(Event.of("next"))).isEqualTo(3);
        }
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThat(log.entries(3)).hasToString("[3:next]");
        }
    }

    @Test
    void aMessageThatIsCutOffIsSetAside() throws IOException {
        Files.write(file("logs.katar"), LOGS);
        Files.write(file("index.katar"), INDEX);
        Files.write(file("logs.katar"), new byte[]{0, 0, 0, 9, 'x'}, StandardOpenOption.APPEND);
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThat(log.entries(0)).hasSize(3);
            assertThat(log.append(Event.of("next"))).isEqualTo(3);
        }
        assertThat(file("logs.torn")).hasBinaryContent(new byte[]{0, 0, 0, 9, 'x'});
    }

    @ParameterizedTest
    @ValueSource(strings = {"a poem", "\0\0\0\u0009{}", "\0\0"})
    void aFileOfAnotherShapeIsRefusedAndLeftAlone(String text) throws IOException {
        Files.writeString(file("logs.katar"), text);
        assertThatThrownBy(() -> KatarOldLog.open(folder, "old")).isInstanceOf(FormatException.class)
                .hasMessageContaining("was not changed");
        assertThat(file("logs.katar")).hasContent(text);
        assertThat(folder.resolve("old/logs.torn")).doesNotExist();
    }

    @Test
    void anIndexWithMoreMessagesThanTheFileStopsTheOpening() throws IOException {
        Files.write(file("logs.katar"), LOGS, StandardOpenOption.CREATE);
        Files.write(file("logs.katar"), new byte[]{0, 9}, StandardOpenOption.APPEND);
        Files.write(file("index.katar"), INDEX);
        Files.write(file("index.katar"), new byte[]{0, 0, 0, 3, 0, 0, 0, 22}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> KatarOldLog.open(folder, "old")).isInstanceOf(FormatException.class);
    }

    /// Ten edits of a closed topic with the messages a, b and c: what the file becomes, with a length before each message
    /// unless it begins with `!`; what is read then; and how many bytes are set aside, or that the file is refused.
    @ParameterizedTest
    @CsvSource(delimiterString = " => ",
            value = {"A b c => 0:A, 1:b, 2:c => 0", "a better c => 0:a, 1:better, 2:c => 0", "a b => 0:a, 1:b => 0",
                    "a c => 0:a, 1:c => 0", "c b a => 0:c, 1:b, 2:a => 0", "a b c d => 0:a, 1:b, 2:c, 3:d => 0",
                    "'' => '' => 0", "a b c !oops => 0:a, 1:b, 2:c => 4", "a b c !0 => 0:a, 1:b, 2:c => 1",
                    "a !oops b c => refused => 0"})
    void anEditKeepsTheMessagesAndMakesTheIndexFit(String edit, String kept, int aside) throws IOException {
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            log.append(ListBatch.of(Event.of("a"), Event.of("b"), Event.of("c")));
        }
        var bytes = new ByteArrayOutputStream();
        var index = new ByteArrayOutputStream();
        for (String part : edit.isEmpty() ? new String[0] : edit.split(" ")) {
            if (part.startsWith("!")) {
                bytes.writeBytes(part.substring(1).getBytes());
            } else {
                index.writeBytes(ByteBuffer.allocate(8).putInt(index.size() / 8).putInt(bytes.size()).array());
                bytes.writeBytes(
                        ByteBuffer.allocate(4 + part.length()).putInt(part.length()).put(part.getBytes()).array());
            }
        }
        Files.write(file("logs.katar"), bytes.toByteArray());
        if (kept.equals("refused")) {
            assertThatThrownBy(() -> KatarOldLog.open(folder, "old")).isInstanceOf(FormatException.class)
                    .hasMessageContaining("was not changed");
            assertThat(file("logs.katar")).hasBinaryContent(bytes.toByteArray());
            return;
        }
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThat(log.entries(0)).hasToString("[" + kept + "]");
            assertThat(file("index.katar")).hasBinaryContent(index.toByteArray());
            assertThat(Files.exists(file("logs.torn")) ? Files.size(file("logs.torn")) : 0).isEqualTo(aside);
            assertThat(log.torn().isPresent()).as("it is reported").isEqualTo(aside > 0);
            assertThat(log.append(Event.of("next"))).isEqualTo(index.size() / 8);
        }
    }

    @Test
    void aFileThatWasEditedWhileItIsOpenTakesNoMessageUntilItIsReadAgain() throws IOException {
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            log.append(ListBatch.of(Event.of("a"), Event.of("b")));
            Files.write(file("logs.katar"), new byte[]{0, 0, 0, 1, 'b'});
            assertThatThrownBy(() -> log.append(Event.of("lost"))).isInstanceOf(FormatException.class)
                    .hasMessageContaining("another program has changed");
        }
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThat(log.append(Event.of("c"))).isEqualTo(1);
            assertThat(log.entries(0)).hasToString("[0:b, 1:c]");
        }
    }

    @Test
    void whatTheFormCannotStoreIsRefused() {
        try (KatarOldLog log = KatarOldLog.open(folder, "old")) {
            assertThatThrownBy(() -> log.append(Event.of("key", "value")))
                    .isInstanceOf(UnsupportedEventException.class);
            log.append(Event.of("a"));
            assertThatThrownBy(() -> log.deleteBefore(1)).isInstanceOf(UnsupportedEventException.class);
            assertThat(log.entries(0)).hasToString("[0:a]");
        }
    }
}
