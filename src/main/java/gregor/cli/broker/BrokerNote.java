package gregor.cli.broker;

import module java.base;

import gregor.file.Folder;
import gregor.list.Utf8;

/// The file in the data folder by which commands find a running broker's door for Kafka's clients.
///
/// It is deleted when the door closes. It is ignored unless the process that wrote it holds the folder's lock, so that
/// the file of a killed broker does no harm.
///
/// @param address  of the door, such as `127.0.0.1:9092`
/// @param security Kafka's security.protocol: `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`
record BrokerNote(String process, String address, String security) {
    private static final String FILE = "gregor.running";

    void write(Path folder) {
        String lines = "process=" + process + "\nkafka=" + address + "\nsecurity=" + security + "\n";
        Folder.write(folder.resolve(FILE), Utf8.bytes(lines));
    }

    static void remove(Path folder) {
        new Folder(folder).delete(FILE);
    }

    /// Reads the note of a process; empty if there is none.
    static Optional<BrokerNote> of(String process, Path folder) {
        return read(folder).filter(note -> process.equals(note.process()));
    }

    /// Reads the note of a process that runs; empty if there is none.
    static Optional<BrokerNote> running(Path folder) {
        return read(folder).filter(note -> note.process().matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(note.process())).isPresent());
    }

    private static Optional<BrokerNote> read(Path folder) {
        var lines = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve(FILE))) {
            lines.load(file);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
        String address = lines.getProperty("kafka", "");
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new BrokerNote(lines.getProperty("process", ""), address,
                        lines.getProperty("security", "PLAINTEXT")));
    }
}
