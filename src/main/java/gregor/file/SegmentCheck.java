package gregor.file;

import module java.base;

import gregor.list.Batch;
import gregor.list.Entry;

/// Checks one segment for a [LogCheck]. It changes nothing.
final class SegmentCheck implements AutoCloseable {
    private final Manifest manifest;
    private final Manifest.Line line;
    private final String stem;
    private final Path folder;
    private final SegmentFile file;
    private final Consumer<Batch> batches;
    private final List<LogCheck.Finding> findings;
    private long next;
    private long maxTimestamp = -1;

    /// @param number the place of the segment in the manifest
    SegmentCheck(Folder folder, Manifest manifest, int number, BatchFormat format, Consumer<Batch> batches,
            List<LogCheck.Finding> findings) {
        this.manifest = manifest;
        this.folder = folder.path();
        this.batches = batches;
        this.findings = findings;
        line = manifest.segments().get(number);
        // A crash may have left the names under which the files were rewritten.
        boolean renamed = !Files.exists(this.folder.resolve(line.name() + SegmentFile.SUFFIX));
        stem = renamed ? line.name().plain() : line.name().toString();
        var data = DataFile.readOnly(this.folder.resolve(stem + SegmentFile.SUFFIX));
        file = new SegmentFile(data, format, new ReadBuffer(), line.name());
        next = line.name().baseOffset();
    }

    private void add(Path path, long position, long offset, long until, String what) {
        findings.add(new LogCheck.Finding(path, position, offset, until, what));
    }

    private void add(long position, long until, String what) {
        add(file.data().path(), position, next, until, what);
    }

    /// Checks a full segment and its indexes.
    ///
    /// @param until where the next segment begins
    /// @param sized whether the manifest knows the length of the file
    void checkFull(long until, boolean sized) {
        if (!file.data().exists()) {
            add(0, until, "it is missing");
            return;
        }
        try {
            long size = file.data().size();
            if (sized && size != line.length()) {
                add(Math.min(size, line.length()), next,
                        "its size is " + size + ", and the manifest says " + line.length());
            }
            var indexes = new IndexCheck(folder, stem, line.name().baseOffset());
            scan(0, sized ? line.length() : size, until, indexes);
            indexes.finish(sized ? line.maxTimestamp() : maxTimestamp,
                    (index, what) -> add(index, 0, next, next, what));
        } catch (StorageException e) {
            add(0, until, e.getMessage());
        }
    }

    /// Checks the last segment, which has no indexes. It may be longer than the manifest says.
    void checkLast() {
        if (!file.data().exists()) {
            add(0, manifest.end(),
                    "it is missing; opening the log continues at offset " + Math.max(next, manifest.end()));
            return;
        }
        try {
            long size = file.data().size();
            var none = new IndexCheck();
            if (size < manifest.forced()) {
                scan(0, size, manifest.end(), none);
                add(size, manifest.end(), "its size is " + size + ", and the disk had " + manifest.forced()
                        + "; opening the log continues at offset " + manifest.end());
            } else {
                scan(0, manifest.forced(), manifest.end(), none);
                checkTail(size);
            }
        } catch (StorageException e) {
            add(0, manifest.end(), e.getMessage());
        }
    }

    /// Checks the bytes that the manifest does not know. A crash may have torn the last batch.
    private void checkTail(long size) {
        next = Math.max(next, manifest.end());
        BatchScanner scanner = file.scanner(manifest.forced(), size, next, true);
        try {
            while (scanner.next()) {
                count(scanner);
            }
        } catch (CorruptLogException damage) {
            add(damage.position(), next,
                    damage.what() + "; opening the log sets aside the last " + (size - damage.position()) + " bytes");
        }
    }

    /// Reads the batches, over damaged ones.
    private void scan(long from, long limit, long until, IndexCheck indexes) {
        BatchScanner scanner = file.scanner(from, limit, next, true);
        boolean more = true;
        while (more) {
            try {
                more = scanner.next();
            } catch (CorruptLogException damage) {
                more = scanner.skip(indexes.offsets());
                add(damage.position(), more ? scanner.header().baseOffset() : until, damage.what());
                indexes.skipTo(more ? scanner.position() : limit, more ? scanner.header().baseOffset() : until);
            }
            if (more) {
                indexes.check(scanner.header(), scanner.position());
                count(scanner);
            }
        }
    }

    private void count(BatchScanner scanner) {
        BatchHeader header = scanner.header();
        next = header.lastOffset() + 1;
        maxTimestamp = Math.max(maxTimestamp, header.maxTimestamp());
        if (header.lastOffset() >= manifest.start()) {
            decode(header, scanner);
        }
    }

    /// Reads the events of a batch: a right checksum does not prove that they can be decoded.
    private void decode(BatchHeader header, BatchScanner scanner) {
        try {
            Batch batch = file.format().batch(header, scanner.stored());
            for (Entry _ : batch) {
                // an event that cannot be decoded throws
            }
            batches.accept(batch);
        } catch (RuntimeException e) {
            findings.add(new LogCheck.Finding(file.data().path(), scanner.position(), header.baseOffset(),
                    header.lastOffset() + 1, e.getMessage()));
        }
    }

    @Override
    public void close() {
        file.buffer().release();
        file.data().close();
    }
}
