package gregor.cli.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// What a running broker leaves in its data folder, so that the commands find its door for Kafka's clients.
///
/// It is taken away when the door closes. One that a killed broker has left means nothing: it counts only while the
/// process that wrote it has the folder's lock.
///
/// @param process  the number of the process
/// @param address  where its door is, such as `127.0.0.1:9092`
/// @param security how to come in, by Kafka's name: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`
record BrokerNote(String process, String address, String security) {
    private static final String FILE = "gregor.running";

    /// Leaves it in a folder.
    void write(Path folder) {
        Path aside = folder.resolve(FILE + ".new");
        try {
            Files.write(aside, List.of("process=" + process, "kafka=" + address, "security=" + security));
            Files.move(aside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(FILE), e);
        }
    }

    /// Takes away what is there.
    static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder.resolve(FILE), e);
        }
    }

    /// The note of a process; empty if it left none.
    static Optional<BrokerNote> of(String process, Path folder) {
        var lines = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve(FILE))) {
            lines.load(file);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        String address = lines.getProperty("kafka", "");
        return address.isEmpty() || !process.equals(lines.getProperty("process")) ? Optional.empty()
                : Optional.of(new BrokerNote(process, address, lines.getProperty("security", "PLAINTEXT")));
    }
}
