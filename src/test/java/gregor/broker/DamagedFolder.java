package gregor.broker;

import module java.base;

import gregor.group.CommittedOffset;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.packed.PackedFormat;
import gregor.topic.TopicPartition;

/// A data folder with topics of one partition, of which the topic t1 is damaged.
public final class DamagedFolder {
    public static final int EVENTS = 40;
    public static final TopicPartition DAMAGED = new TopicPartition("t1", 0);
    public static final Instant TIME = Instant.parse("2026-03-02T00:00:00Z");

    private DamagedFolder() {}

    /// What is done to the files of the damaged topic. A root may read everything, so a folder replaces a file that
    /// cannot be read.
    public enum Damage {
        FLIPPED {
            @Override
            void to(List<Path> segments) throws IOException {
                byte[] bytes = Files.readAllBytes(segments.getFirst());
                bytes[bytes.length / 2] ^= 1;
                Files.write(segments.getFirst(), bytes);
            }
        },
        TRUNCATED {
            @Override
            void to(List<Path> segments) throws IOException {
                byte[] bytes = Files.readAllBytes(segments.getFirst());
                Files.write(segments.getFirst(), Arrays.copyOf(bytes, bytes.length / 2));
            }
        },
        DELETED {
            @Override
            void to(List<Path> segments) throws IOException {
                Files.delete(segments.getFirst());
            }
        },
        UNREADABLE {
            @Override
            void to(List<Path> segments) throws IOException {
                Files.delete(segments.getFirst());
                Files.createDirectory(segments.getFirst());
            }
        },
        UNOPENABLE {
            @Override
            void to(List<Path> segments) throws IOException {
                Files.delete(segments.getLast());
                Files.createDirectory(segments.getLast());
            }
        },
        SHORTENED {
            @Override
            void to(List<Path> segments) throws IOException {
                Files.write(segments.getLast(), new byte[7]);
            }
        };

        abstract void to(List<Path> segments) throws IOException;
    }

    public static BrokerSettings settings(Path folder) {
        return BrokerSettings.in(folder).with(new PackedFormat());
    }

    static List<String> names(int topics) {
        return IntStream.range(0, topics).mapToObj(number -> "t" + number).toList();
    }

    /// Fills topics, each with a group that has committed offset 5, and damages one.
    public static void fill(Path folder, int topics, Damage damage) throws IOException {
        try (Broker broker = Broker.open(settings(folder).with(() -> TIME))) {
            for (String topic : names(topics)) {
                broker.createTopic(topic, 1, Map.of("segment.bytes", "2000", "max.message.bytes", "1500"));
                for (int i = 0; i < EVENTS; i++) {
                    broker.append(new TopicPartition(topic, 0),
                            ListBatch.of(Event.of("k" + i, "v".repeat(100)).at(TIME.plusMillis(i))));
                }
                broker.groups().commit("of-" + topic, Map.of(new TopicPartition(topic, 0), CommittedOffset.of(5)));
            }
        }
        damage.to(segments(folder, DAMAGED));
    }

    /// Damages the log of the committed offsets.
    public static void damageOffsets(Path folder) throws IOException {
        Path file = segments(folder, new TopicPartition(Broker.OFFSETS, 0)).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
    }

    private static List<Path> segments(Path folder, TopicPartition partition) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("topics").resolve(partition.toString()))) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }
}
