package gregor.ancestor.wafka;

import gregor.ancestor.FileName;
import gregor.ancestor.ScanLog;
import gregor.ancestor.TornTail;
import gregor.ancestor.kaf.KafLog;
import gregor.list.Batch;
import gregor.list.Log;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A partition of Wafka: the events of one topic at one broker, a line of JSON each, in the file
/// `topic-broker_id.txt`. [WafkaGrammar] has the bytes.
///
/// The next offset is found again by reading the file. Beside `deliveries-1.txt` there may be
/// `deliveries-1.txt.torn`, an end that was no complete line, and `.deliveries-1.txt.next`, the offset that comes
/// next where the file does not say it.
///
/// The file may be edited while the log is open, as that of a [KafLog] may.
/// An append survives the end of the process; to survive a power cut, [#flush()] after it.
/// One thread at a time may call it.
public final class WafkaLog implements Log, AutoCloseable {
    private final ScanLog log;

    /// Opens a log in a folder, and makes both if they are not there.
    ///
    /// @throws IllegalArgumentException if the topic's name cannot be part of the name of a file; nothing was touched
    /// @throws FormatException          if the file cannot be opened, is open elsewhere, or is none of Wafka's
    public static WafkaLog open(Path folder, String topic, int broker) {
        return new WafkaLog(folder.resolve(FileName.checked(topic) + "-" + broker + ".txt"), topic);
    }

    private WafkaLog(Path file, String topic) {
        log = new ScanLog(file, new WafkaGrammar(topic));
    }

    /// Appends the events, each as a line of its own. A crash may leave the first ones of them and no more.
    ///
    /// @throws RefusedEventException if a line would be longer than 64 MiB
    /// @throws FormatException       if it cannot be written; then none of them is
    @Override
    public long append(Batch batch) {
        return log.append(batch);
    }

    /// Leaves a gap, as there is one in the log that this is a copy of: the next event gets this offset, if it is not
    /// less than [#end()]. A gap that no event follows is forgotten when the log is closed.
    public void skip(long offset) {
        log.skip(offset);
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long start() {
        return log.start();
    }

    @Override
    public long end() {
        return log.end();
    }

    @Override
    public long sizeInBytes() {
        return log.sizeInBytes();
    }

    @Override
    public void deleteBefore(long upTo) {
        log.deleteBefore(upTo);
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        log.replace(upTo, survivors);
    }

    /// What was found at the end of the file and was no complete line, when it was read last.
    public Optional<TornTail> torn() {
        return log.torn();
    }

    /// Waits until the disk has all that was appended.
    public void flush() {
        log.flush();
    }

    @Override
    public void close() {
        log.close();
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
