package gregor.ancestor.katar;

import module java.base;

import gregor.ancestor.ExtraFields;
import gregor.ancestor.FileName;
import gregor.ancestor.TornTail;
import gregor.broker.ForeignFolder;
import gregor.broker.ForeignLog;
import gregor.file.FileSettings;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.topic.TopicPartition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Katar's folder, `KATAR_DIR`: a folder for each topic, with segments and the settings in `metadata.json`; or with one
/// file, as its first document has it ([KatarOldLog]).
///
/// @param home    need not exist
/// @param oneFile whether new topics have one file
public record KatarFolder(Path home, boolean oneFile) implements ForeignFolder {
    /// The settings of the broker that are Katar's, with its names and defaults.
    static final Map<String, String> NAMES = Map.of("max_segment_size", "segment.bytes", "index_byte_gap",
            "index.interval.bytes");
    private static final Map<String, Integer> DEFAULTS = Map.of("max_segment_size", KatarLog.SEGMENT_BYTES,
            "index_byte_gap", KatarLog.INDEX_GAP_BYTES);

    @Override
    public Map<String, Integer> topics() {
        var topics = new TreeMap<String, Integer>();
        Folder.create(home).names().stream().filter(FileName::isAllowed)
                .filter(name -> Files.isDirectory(home.resolve(name))).forEach(name -> topics.put(name, 1));
        return topics;
    }

    @Override
    public Map<String, String> settings(String topic) {
        var settings = new TreeMap<>(ForeignFolder.super.settings(topic));
        NAMES.forEach((name, setting) -> settings.put(setting, "" + stored(topic, name)));
        return settings;
    }

    private int stored(String topic, String name) {
        Path file = home.resolve(topic).resolve(KatarLog.METADATA);
        try {
            JsonNode metadata = Files.exists(file)
                    ? ExtraFields.JSON.readTree(Files.readAllBytes(file))
                    : ExtraFields.JSON.createObjectNode();
            return metadata.path(name).asInt(DEFAULTS.get(name));
        } catch (IOException | JacksonException e) {
            throw new FormatException("cannot read " + file + "; delete it for Katar's default settings", e);
        }
    }

    @Override
    public ForeignLog open(TopicPartition partition, FileSettings settings) {
        Path topic = home.resolve(partition.topic());
        if (Files.exists(topic.resolve(KatarOldLog.LOGS)) || oneFile && !Files.exists(topic)) {
            KatarOldLog old = KatarOldLog.open(home, partition.topic());
            old.onDamage(TornTail::log);
            return old;
        }
        KatarLog log = KatarLog.open(home, partition.topic(), settings.segmentBytes(), settings.indexBytes());
        log.torn().ifPresent(TornTail::log);
        log.writeMetadata();
        return log;
    }

    /// Deletes the folder of the topic with all that is in it.
    @Override
    public void delete(TopicPartition partition) {
        Folder.deleteAll(home.resolve(FileName.checked(partition.topic())));
    }
}
