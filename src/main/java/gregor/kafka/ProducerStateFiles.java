package gregor.kafka;

import module java.base;

import gregor.broker.PartitionFiles;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.guarantee.AbortedTransaction;
import gregor.guarantee.ProducerSnapshot;
import gregor.guarantee.ProducerStateManager;

/// The producers and the aborted transactions of a partition in files beside its segments, so that a restart reads only
/// the end of the log. They have Kafka's formats, and everything in them can be rebuilt from the log.
///
/// ```
/// 00000000000000000812.snapshot   the producers before offset 812
///   version:2 checksum:4 count:4 producer* indexed lastUse*
///   producer = producerId:8 epoch:2 lastSequence:4 lastOffset:8 offsetDelta:4 timestamp:8 coordinatorEpoch:4
///              transactionStart:8
///   indexed  = count:4 (baseOffset:8 transactions:4)*
///   lastUse  = time:8, of each producer
/// 00000000000000000000.txnindex   the transactions with an abort marker in the segment of offset 0
///   transaction = version:2 producerId:8 firstOffset:8 lastOffset:8 lastStableOffset:8
/// ```
///
/// A producer has a line for each of its last batches; Kafka writes and reads the last one. Kafka ignores `indexed`,
/// which tells how many transactions each index has, so that a missing one is noticed, and `lastUse`, by which
/// producers expire although the broker is restarted; snapshots of earlier versions have none.
final class ProducerStateFiles {
    static final String SNAPSHOT = ".snapshot";
    static final String INDEX = ".txnindex";
    private static final short SNAPSHOT_VERSION = 1;
    private static final int CHECKSUM_AT = 2;
    private static final int PRODUCERS_AT = 6;
    private static final int PRODUCER_BYTES = 46;
    private static final int TRANSACTION_BYTES = 34;
    private static final int INDEXED_BYTES = 12;

    private final PartitionFiles files;
    private final Folder folder;

    ProducerStateFiles(PartitionFiles files) {
        this.files = files;
        folder = new Folder(files.folder());
    }

    /// Writes the state before an offset up to which the disk has the log, and deletes older snapshots.
    void save(long offset, List<ProducerSnapshot> producers, List<AbortedTransaction> aborted) {
        var indexed = ByteBuffer.allocate(Integer.BYTES + INDEXED_BYTES * files.baseOffsets().size());
        indexed.putInt(0);
        for (int i = 0; i < files.baseOffsets().size(); i++) {
            long base = files.baseOffsets().get(i);
            long next = i + 1 < files.baseOffsets().size() ? files.baseOffsets().get(i + 1) : Long.MAX_VALUE;
            List<AbortedTransaction> here = aborted.stream()
                    .filter(each -> each.lastOffset() >= base && each.lastOffset() < next).toList();
            if (!here.isEmpty()) {
                indexed.putInt(0, indexed.getInt(0) + 1).putLong(base).putInt(here.size());
                saveIndex(base, here);
            }
        }
        folder.replace(name(offset, SNAPSHOT), snapshot(producers, indexed.flip()));
        folder.force();
        snapshots().stream().filter(other -> other != offset).forEach(other -> folder.delete(name(other, SNAPSHOT)));
    }

    static String name(long offset, String suffix) {
        return "%020d".formatted(offset) + suffix;
    }

    private void saveIndex(long base, List<AbortedTransaction> aborted) {
        ByteBuffer bytes = ByteBuffer.allocate(TRANSACTION_BYTES * aborted.size());
        for (AbortedTransaction each : aborted) {
            bytes.putShort((short) 0).putLong(each.producerId()).putLong(each.firstOffset()).putLong(each.lastOffset())
                    .putLong(each.lastStableOffset());
        }
        bytes.flip();
        if (!read(name(base, INDEX)).filter(bytes::equals).isPresent()) {
            folder.replace(name(base, INDEX), bytes);
        }
    }

    private static ByteBuffer snapshot(List<ProducerSnapshot> producers, ByteBuffer indexed) {
        ByteBuffer bytes = ByteBuffer.allocate(
                PRODUCERS_AT + Integer.BYTES + (PRODUCER_BYTES + Long.BYTES) * producers.size() + indexed.remaining());
        bytes.putShort(SNAPSHOT_VERSION).putInt(0).putInt(producers.size());
        for (ProducerSnapshot each : producers) {
            bytes.putLong(each.producerId()).putShort(each.epoch()).putInt(each.lastSequence())
                    .putLong(each.lastOffset()).putInt(each.offsetDelta()).putLong(each.timestamp())
                    .putInt(each.coordinatorEpoch()).putLong(each.firstOffset());
        }
        bytes.put(indexed);
        producers.forEach(each -> bytes.putLong(each.lastUse()));
        bytes.flip();
        return bytes.putInt(CHECKSUM_AT, checksum(bytes));
    }

    private static int checksum(ByteBuffer bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes.slice(PRODUCERS_AT, bytes.limit() - PRODUCERS_AT));
        return (int) checksum.getValue();
    }

    /// Returns the offsets of the snapshots, ascending.
    List<Long> snapshots() {
        return offsets(folder, SNAPSHOT);
    }

    /// Returns the offsets in the names of files, ascending. A rewritten segment has a number after it.
    static List<Long> offsets(Folder folder, String suffix) {
        var names = Pattern.compile("(0\\d{19})(-\\d{1,9})?" + Pattern.quote(suffix));
        return folder.names().stream().map(names::matcher).filter(Matcher::matches)
                .map(name -> Long.parseLong(name.group(1))).toList();
    }

    private Optional<ByteBuffer> read(String name) {
        try {
            return Files.exists(files.folder().resolve(name))
                    ? Optional.of(ByteBuffer.wrap(Files.readAllBytes(files.folder().resolve(name))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot read " + files.folder().resolve(name) + "; check its permissions", e);
        }
    }

    /// Adds the newest state that is intact, and returns the offset before which it is; empty if there is none. Deletes
    /// snapshots after the end of the log, which a power cut has shortened.
    OptionalLong load(ProducerStateManager states, long end) {
        for (long offset : snapshots().reversed()) {
            if (offset > end) {
                folder.delete(name(offset, SNAPSHOT));
                continue;
            }
            Optional<State> state = state(offset, damage -> {});
            if (state.isPresent()) {
                states.restore(state.get().producers());
                state.get().aborted().forEach(states.index()::add);
                return OptionalLong.of(offset);
            }
        }
        return OptionalLong.empty();
    }

    /// What a snapshot and the indexes that it lists say.
    record State(List<ProducerSnapshot> producers, List<AbortedTransaction> aborted) {}

    /// Reads a snapshot; empty if it or an index is missing or damaged.
    ///
    /// @param damage receives what is wrong
    Optional<State> state(long offset, Consumer<String> damage) {
        Optional<ByteBuffer> bytes = read(name(offset, SNAPSHOT));
        if (bytes.isEmpty() || !isIntact(bytes.get())) {
            damage.accept(name(offset, SNAPSHOT) + " is damaged: its version or its checksum is wrong");
            return Optional.empty();
        }
        List<ProducerSnapshot> producers = producers(bytes.get());
        return aborted(bytes.get(), offset, damage).map(aborted -> new State(producers, aborted));
    }

    private static boolean isIntact(ByteBuffer bytes) {
        return bytes.limit() >= PRODUCERS_AT + 2 * Integer.BYTES && bytes.getShort(0) == SNAPSHOT_VERSION
                && bytes.getInt(CHECKSUM_AT) == checksum(bytes);
    }

    private static List<ProducerSnapshot> producers(ByteBuffer bytes) {
        bytes.position(PRODUCERS_AT);
        int count = bytes.getInt();
        int indexedAt = bytes.position() + count * PRODUCER_BYTES;
        int usesAt = indexedAt + Integer.BYTES + INDEXED_BYTES * bytes.getInt(indexedAt);
        var producers = new ArrayList<ProducerSnapshot>();
        for (int i = 0; i < count; i++) {
            producers.add(new ProducerSnapshot(bytes.getLong(), bytes.getShort(), bytes.getInt(), bytes.getLong(),
                    bytes.getInt(), bytes.getLong(), bytes.getInt(), bytes.getLong(),
                    usesAt < bytes.limit() ? bytes.getLong(usesAt + i * Long.BYTES) : -1));
        }
        return producers;
    }

    /// Reads the indexes that a snapshot lists and whose segments exist; empty if one is missing or damaged.
    private Optional<List<AbortedTransaction>> aborted(ByteBuffer indexed, long before, Consumer<String> damage) {
        var aborted = new ArrayList<AbortedTransaction>();
        int count = indexed.getInt();
        for (int i = 0; i < count; i++) {
            long base = indexed.getLong();
            int transactions = indexed.getInt();
            Optional<ByteBuffer> index = read(name(base, INDEX));
            if (files.baseOffsets().contains(base) && !addIndex(index, transactions, before, aborted)) {
                damage.accept(name(base, INDEX) + (index.isEmpty() ? " is missing" : " is damaged")
                        + ": the snapshot of offset " + before + " counts " + transactions + " transactions in it");
                return Optional.empty();
            }
        }
        return Optional.of(aborted);
    }

    private static boolean addIndex(Optional<ByteBuffer> index, int count, long before,
            List<AbortedTransaction> aborted) {
        try {
            ByteBuffer bytes = index.orElse(ByteBuffer.allocate(0));
            for (int i = 0; i < count; i++) {
                short version = bytes.getShort();
                var each = new AbortedTransaction(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
                if (version != 0 || each.lastOffset() >= before
                        || !aborted.isEmpty() && aborted.getLast().lastOffset() >= each.lastOffset()) {
                    return false;
                }
                aborted.add(each);
            }
            return true;
        } catch (BufferUnderflowException e) {
            return false;
        }
    }
}
