package gregor.topic;

import module java.base;

import gregor.list.Client;
import gregor.list.Picture;

/// A topic as a picture: a [Picture] for each partition, one below the other.
public record TopicPicture(String topic, List<Picture> partitions) {
    /// Prints a topic and its clients on the standard output.
    public static void draw(Topic topic, TopicClient... clients) {
        System.out.println(of(topic, clients).text());
    }

    /// Returns the picture of a topic and its clients as they are now.
    public static TopicPicture of(Topic topic, TopicClient... clients) {
        var pictures = new ArrayList<Picture>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            var name = new TopicPartition(topic.name(), partition);
            Client[] drawn = Stream.of(clients).flatMap(client -> client.at(name).stream()).toArray(Client[]::new);
            pictures.add(Picture.of(topic.partition(partition), drawn));
        }
        return new TopicPicture(topic.name(), List.copyOf(pictures));
    }

    /// Returns the picture as lines of text, each partition after its name.
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

    /// Prints numbers as bars; the longest has 40 blocks.
    public static void bars(SequencedMap<?, ? extends Number> numbers) {
        double max = numbers.values().stream().mapToDouble(Number::doubleValue).max().orElse(0);
        int width = numbers.keySet().stream().mapToInt(name -> name.toString().length()).max().orElse(0);
        numbers.forEach((name, number) -> {
            int blocks = max == 0 ? 0 : (int) Math.round(40 * number.doubleValue() / max);
            String bar = blocks == 0 ? "" : "█".repeat(blocks) + " ";
            System.out.println(name + " ".repeat(width + 2 - name.toString().length()) + bar + number);
        });
    }
}
