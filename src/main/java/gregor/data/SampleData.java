package gregor.data;

import module java.base;

/// Writes `data/deliveries.csv` and `data/shipping.csv`, the same bytes each time.
public final class SampleData {
    private static final long SEED = 1915;
    private static final String HEADER = "event_id,topic_name,timestamp,key,message";

    private SampleData() {}

    /// Writes both files into the folder of the first argument, or into `data`.
    public static void main(String... args) throws IOException {
        write(Path.of(args.length > 0 ? args[0] : "data"));
    }

    /// Writes both files into a folder, each by an atomic rename.
    public static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder, "deliveries", new DeliveryCompany(SEED).deliveries());
        write(folder, "shipping", new DeliveryCompany(SEED + 1).shipping());
    }

    private static void write(Path folder, String topic, List<SampleEvent> events) throws IOException {
        var lines = new StringBuilder(HEADER).append('\n');
        int id = 1;
        for (SampleEvent event : events) {
            lines.append(id++).append(',').append(topic).append(',').append(event.time()).append(',')
                    .append(event.key()).append(',').append(event.message()).append('\n');
        }
        Path unfinished = Files.writeString(folder.resolve(topic + ".csv.part"), lines);
        Files.move(unfinished, folder.resolve(topic + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }
}
