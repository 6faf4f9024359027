package gregor.kafka;

import module java.base;

import gregor.broker.DataFolderCheck;
import gregor.broker.PartitionFiles;
import gregor.file.Folder;
import gregor.file.StorageException;
import gregor.guarantee.AbortedTransaction;
import gregor.guarantee.ProducerSnapshot;
import gregor.list.Batch;
import gregor.packed.ControlRecord;
import gregor.packed.PackedBatch;

/// Compares the `.snapshot` and `.txnindex` files of a partition with its batches. It changes nothing. An index has no
/// checksum, so each transaction in it is compared with the marker in the log.
public final class ProducerStateCheck implements DataFolderCheck.BatchCheck {
    private static final String REBUILT = "; opening the log uses an older snapshot, or reads all batches";

    private final Path folder;
    private final Map<Long, Long> lastOffsets = new HashMap<>();
    private final Map<Long, AbortedTransaction> aborted = new HashMap<>();
    private final Map<Long, Long> begun = new HashMap<>();
    private final Map<Long, Long> ended = new HashMap<>();
    private final SequencedSet<String> findings = new LinkedHashSet<>();
    private List<Long> snapshots = List.of();
    private long snapshot = -1;
    private long end;

    /// Reads the files in the folder of a log.
    public ProducerStateCheck(Path folder) {
        this.folder = folder;
        try {
            if (Files.isDirectory(folder)) {
                read(new Folder(folder));
            }
        } catch (StorageException e) {
            findings.add(e.getMessage());
        }
    }

    private void read(Folder files) {
        List<Long> segments = ProducerStateFiles.offsets(files, ".log");
        end = segments.isEmpty() ? 0 : segments.getLast();
        var states = new ProducerStateFiles(new PartitionFiles(folder, segments));
        snapshots = states.snapshots();
        for (long offset : snapshots) {
            states.state(offset, what -> add(what + REBUILT)).ifPresent(state -> use(offset, state));
        }
        if (snapshots.isEmpty()) {
            ProducerStateFiles.offsets(files, ProducerStateFiles.INDEX).stream().findFirst()
                    .ifPresent(index -> add(ProducerStateFiles.name(index, ProducerStateFiles.INDEX)
                            + " belongs to a snapshot, and none is there; opening the log reads all batches"));
        }
    }

    private void add(String what) {
        findings.add(folder.resolve(what).toString());
    }

    private void addSnapshot(long offset, String what) {
        add(ProducerStateFiles.name(offset, ProducerStateFiles.SNAPSHOT) + what);
    }

    private void use(long offset, ProducerStateFiles.State state) {
        snapshot = offset;
        lastOffsets.clear();
        aborted.clear();
        for (ProducerSnapshot line : state.producers()) {
            lastOffsets.merge(line.producerId(), line.lastOffset(), Math::max);
            if (line.lastOffset() >= offset) {
                addSnapshot(offset, " is of another offset: it has a batch at offset " + line.lastOffset());
            }
        }
        state.aborted().forEach(each -> aborted.put(each.lastOffset(), each));
    }

    @Override
    public void accept(Batch batch) {
        end = batch.lastOffset() + 1;
        if (batch instanceof PackedBatch packed && packed.origin().producerId() >= 0 && end <= snapshot) {
            if (packed.isControl()) {
                ControlRecord.of(packed).ifPresent(marker -> check(packed, marker.type()));
            } else {
                check(packed);
            }
        }
    }

    private void check(PackedBatch batch) {
        long producer = batch.origin().producerId();
        long known = lastOffsets.getOrDefault(producer, -1L);
        if (known >= 0 && known < batch.lastOffset()) {
            addSnapshot(snapshot, " is of another offset: the last batch of producer " + producer
                    + " in it is at offset " + known + ", and the log has a later one");
        }
        if (batch.isTransactional()) {
            begun.putIfAbsent(producer, batch.baseOffset());
        }
    }

    /// Compares a marker with the index.
    private void check(PackedBatch batch, ControlRecord.Type type) {
        long producer = batch.origin().producerId();
        long marker = batch.lastOffset();
        Optional<Long> first = Optional.ofNullable(begun.remove(producer));
        AbortedTransaction known = aborted.remove(marker);
        boolean isAbort = type == ControlRecord.Type.ABORT;
        // Retention and compaction may have removed the first events.
        boolean wrong = known == null
                ? isAbort && first.isPresent()
                : !isAbort || known.producerId() != producer || known.firstOffset() > first.orElse(marker)
                        || known.firstOffset() <= ended.getOrDefault(producer, -1L);
        ended.put(producer, marker);
        if (wrong) {
            findings.add("the .txnindex files in " + folder + " are damaged: the transaction of producer " + producer
                    + " that ends at offset " + marker
                    + (known == null ? " was aborted, and is missing in them" : " is not the one in them")
                    + "; move them and the snapshots out of the folder, and opening the log rebuilds them");
        }
    }

    @Override
    public List<String> findings() {
        snapshots.stream().filter(offset -> offset > end).forEach(offset -> addSnapshot(offset,
                " is of another offset: the log ends at offset " + end + "; opening the log removes it"));
        return List.copyOf(findings);
    }
}
