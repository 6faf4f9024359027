package gregor.ancestor.wafka;

import module java.base;

import gregor.ancestor.FileName;
import gregor.ancestor.ScanLog;

/// A partition of Wafka: the events of one topic at one broker, a line of JSON each, in the file `topic-broker_id.txt`.
/// [WafkaGrammar] describes the format.
///
/// Further files belong to `deliveries-1.txt`: `deliveries-1.txt.torn`, an incomplete last line, and
/// `.deliveries-1.txt.next`, the next offset.
public final class WafkaLog extends ScanLog {
    /// Opens a log in a folder, and creates both if they are missing.
    ///
    /// @throws IllegalArgumentException if the topic's name cannot be part of a file name; then nothing is created
    /// @throws FormatException          if the file cannot be opened, is open elsewhere, or has another format
    public static WafkaLog open(Path folder, String topic, int broker) {
        return new WafkaLog(folder.resolve(FileName.checked(topic) + "-" + broker + ".txt"), topic);
    }

    private WafkaLog(Path file, String topic) {
        super(file, new WafkaGrammar(topic));
    }
}
