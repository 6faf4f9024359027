package gregor.file;

import java.nio.ByteBuffer;
import java.util.List;

/// What is done to the last segment of a log when it is opened: all of it is gone over, since only here a crash can
/// have left a mess.
///
/// What the disk has for certain and is damaged all the same stays where it is, and a reader will be told. From the
/// first damage after that on, the bytes are set aside. What is kept and was not on the disk for certain is there then.
final class SegmentRecovery {
    private static final int CHUNK_BYTES = 1 << 18;

    private final Folder folder;
    private final DataFile log;
    private final Segment segment;
    private final Manifest manifest;
    private final List<String> repairs;

    /// @param segment  is told what the file holds; it knows of nothing yet
    /// @param manifest says what the disk has for certain
    /// @param repairs  get a sentence for whatever was wrong
    SegmentRecovery(Folder folder, DataFile log, Segment segment, Manifest manifest, List<String> repairs) {
        this.folder = folder;
        this.log = log;
        this.segment = segment;
        this.manifest = manifest;
        this.repairs = repairs;
    }

    void run() {
        long size = log.size();
        long sure = Math.min(manifest.forced(), size);
        CorruptLogException damage = scan(0, size, true);
        if (damage != null && segment.length() < sure) {
            repairs.add(damage.getMessage());
            boolean known = sure == manifest.forced();
            segment.extendTo(sure, known ? manifest.end() : segment.nextOffset());
            damage = scan(sure, size, known);
        }
        if (damage != null) {
            setAside(damage, size);
        }
        if (segment.length() > sure || damage != null) {
            writeAgain(sure);
            log.force();
        }
        if (segment.length() < manifest.forced()) {
            repairs.add(log.path() + " ends at position " + segment.length() + ", and the disk had "
                    + manifest.forced() + " bytes of it: the events from offset " + segment.nextOffset() + " to "
                    + (manifest.end() - 1) + " are lost");
        }
    }

    /// Takes in the batches from a position on. The damage that it stopped at; null if there is none.
    private CorruptLogException scan(long from, long limit, boolean known) {
        BatchScanner reader = segment.reader(from, limit, segment.nextOffset(), known);
        try {
            while (reader.next()) {
                segment.accept(reader.frame());
                if (reader.frame().lastOffset() < manifest.start()) {
                    segment.shrink(reader.frame().sizeInBytes());
                }
            }
            return null;
        } catch (CorruptLogException damage) {
            return damage;
        }
    }

    /// Moves the bytes behind the last whole batch to a file beside the segment.
    private void setAside(CorruptLogException damage, long size) {
        long length = segment.length();
        try (DataFile torn = DataFile.create(folder.unused(segment.name() + ".torn"))) {
            for (long at = length; at < size; at += CHUNK_BYTES) {
                torn.write(piece(at, size), at - length);
            }
            torn.force();
            folder.force();
            log.truncate(length);
            repairs.add("set aside the last " + (size - length) + " bytes of " + log.path()
                    + ", from position " + length
                    + " on, in " + torn.path().getFileName() + ": " + damage.what());
        }
    }

    /// What the system shows us it may have failed to write, and may believe that it has. So it gets it once more.
    private void writeAgain(long from) {
        for (long at = from; at < segment.length(); at += CHUNK_BYTES) {
            log.write(piece(at, segment.length()), at);
        }
    }

    private ByteBuffer piece(long from, long to) {
        return log.read(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, to - from)), from);
    }
}
