package gregor.topic;

import gregor.list.Client;
import gregor.list.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A topic as a picture: a [Picture] for each partition, one below the other.
public record TopicPicture(String topic, List<Picture> partitions) {
    /// Draws a topic on the standard output.
    public static void draw(Topic topic, TopicClient... actors) {
        System.out.println(of(topic, actors).text());
    }

    /// Looks at a topic and at who stands beside its partitions.
    public static TopicPicture of(Topic topic, TopicClient... actors) {
        var pictures = new ArrayList<Picture>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            var place = new TopicPartition(topic.name(), partition);
            Client[] beside = Stream.of(actors).flatMap(actor -> actor.at(place).stream()).toArray(Client[]::new);
            pictures.add(Picture.of(topic.partition(partition), beside));
        }
        return new TopicPicture(topic.name(), List.copyOf(pictures));
    }

    /// Returns the picture as lines of text: beside each partition its name.
    public String text() {
        var lines = new ArrayList<String>();
        int width = new TopicPartition(topic, partitions.size() - 1).toString().length() + 2;
        for (int partition = 0; partition < partitions.size(); partition++) {
            List<String> picture = partitions.get(partition).text().lines().toList();
            String label = new TopicPartition(topic, partition).toString();
            for (int i = 0; i < picture.size(); i++) {
                String left = i == picture.size() / 2 ? label : "";
                lines.add((left + " ".repeat(width - left.length()) + picture.get(i)).stripTrailing());
            }
        }
        return String.join("\n", lines);
    }

    /// Draws numbers as bars, the longest 40 blocks long.
    public static void bars(SequencedMap<?, ? extends Number> numbers) {
        double most = numbers.values().stream().mapToDouble(Number::doubleValue).max().orElse(0);
        int width = numbers.keySet().stream().mapToInt(name -> name.toString().length()).max().orElse(0);
        numbers.forEach((name, number) -> {
            int blocks = most == 0 ? 0 : (int) Math.round(40 * number.doubleValue() / most);
            String bar = blocks == 0 ? "" : "█".repeat(blocks) + " ";
            System.out.println(name + " ".repeat(width + 2 - name.toString().length()) + bar + number);
        });
    }
}
