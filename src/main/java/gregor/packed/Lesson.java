package gregor.packed;

import module java.base;

import gregor.file.EventFormat;
import gregor.file.FileLog;
import gregor.file.FileRegion;
import gregor.file.FileSettings;
import gregor.file.FsyncPolicy;
import gregor.list.Event;
import gregor.list.ListBatch;
import gregor.list.Origin;
import gregor.list.Sample;

/// The lesson on real data: four weeks of deliveries, encoded with five codecs, stored as they are, and sent from the
/// file.
public final class Lesson {
    private static final int BATCH = 500;

    private Lesson() {}

    public static void main(String... args) {
        List<Event> deliveries = Sample.deliveries();
        long plain = 0;
        var lists = new ArrayList<ListBatch>();
        for (int i = 0; i < deliveries.size(); i += BATCH) {
            lists.add(ListBatch.of(Origin.UNKNOWN, deliveries.subList(i, Math.min(i + BATCH, deliveries.size()))));
            plain += new EventFormat().storedBytes(lists.getLast());
        }
        System.out.printf(
                "%d deliveries in batches of %d. In Gregor's own format they take %d bytes; as record batches:%n",
                deliveries.size(), BATCH, plain);
        for (Codec codec : Codec.values()) {
            long bytes = 0;
            for (ListBatch list : lists) {
                bytes += PackedBatch.of(list, codec).sizeInBytes();
            }
            System.out.printf("  %-6s  %7d bytes  %3d %%%n", codec, bytes, 100 * bytes / plain);
        }
        store(lists);
    }

    private static void store(List<ListBatch> lists) {
        var folder = Sample.home().resolve("data/archive/deliveries-packed-0");
        try (FileLog log = FileLog.open(folder,
                FileSettings.defaults().with(FsyncPolicy.never()).with(new PackedFormat()))) {
            log.deleteBefore(log.end());
            long first = log.end();
            lists.forEach(list -> log.append(PackedBatch.of(list, Codec.ZSTD)));
            System.out.println(
                    "\nStored as received, in " + folder.getFileName() + ". A reader reads from the 10,000th on:");
            var socket = new ByteArrayOutputStream();
            try (FileRegion region = log.read(first + 10_000, 1 << 16).region()) {
                region.transferTo(Channels.newChannel(socket));
                System.out.printf("  %d bytes are sent from the file to the reader, without being decoded%n",
                        region.length());
            }
            ByteBuffer received = ByteBuffer.wrap(socket.toByteArray());
            PackedBatch batch = PackedBatch.take(received, DecompressionLimits.DEFAULT);
            System.out.println("  the first batch has " + batch.count() + " events; the reader decodes the first: "
                    + batch.iterator().next().event());
        }
    }
}
