package gregor.ancestor.wafka;

import module java.base;

import gregor.ancestor.TornTail;
import gregor.broker.ForeignFolder;
import gregor.broker.ForeignLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.topic.TopicPartition;

/// A folder of Wafka's: a file for each topic and broker, `topic-broker_id.txt`. Broker 1 owns the first partition of
/// each topic, and its thread alone calls their logs.
///
/// @param brokers the partitions of a topic, if it has no file of a broker with a larger id
public record WafkaFolder(Path home, int brokers) implements ForeignFolder {
    private static final Pattern NAME = Pattern.compile("([a-zA-Z0-9_-][a-zA-Z0-9._-]*)-([1-9]\\d{0,3})\\.txt");

    @Override
    public Map<String, Integer> topics() {
        var topics = new TreeMap<String, Integer>();
        Folder.create(home).names().stream().map(NAME::matcher).filter(Matcher::matches)
                .forEach(name -> topics.merge(name.group(1), Integer.parseInt(name.group(2)), Math::max));
        topics.replaceAll((topic, partitions) -> Math.max(brokers, partitions));
        return topics;
    }

    @Override
    public ForeignLog open(TopicPartition partition, FileSettings settings) {
        WafkaLog log = WafkaLog.open(home, partition.topic(), partition.partition() + 1);
        log.onDamage(TornTail::log);
        return log;
    }

    @Override
    public OptionalInt owner(TopicPartition partition) {
        return OptionalInt.of(partition.partition() + 1);
    }

    @Override
    public void delete(TopicPartition partition) {
        String name = partition.topic() + "-" + (partition.partition() + 1) + ".txt";
        new Folder(home).delete(name);
        new Folder(home).delete("." + name + ".next");
    }
}
