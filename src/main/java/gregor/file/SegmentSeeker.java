package gregor.file;

import module java.base;

/// Finds batches in a segment by offset and by timestamp. One thread at a time may call it.
///
/// It follows the indexes and checks the batch that they lead to. If an index is wrong it takes an earlier entry, or
/// scans from the start of the segment, and has the indexes rebuilt.
final class SegmentSeeker {
    private final SegmentFile file;
    private final SegmentIndexes indexes;
    private final long length;
    private final int indexBytes;

    /// @param length     the length of the segment in bytes
    /// @param indexBytes the distance between index entries if the indexes must be rebuilt
    SegmentSeeker(SegmentFile file, SegmentIndexes indexes, long length, int indexBytes) {
        this.file = file;
        this.indexes = indexes;
        this.length = length;
        this.indexBytes = indexBytes;
        indexes.open(length, indexBytes);
    }

    /// Moves a new scanner to the first batch whose last offset is at least `offset`. It skips a damaged batch on its
    /// way if that cannot be the wanted one.
    ///
    /// @throws CorruptLogException if the batch is damaged, or a damaged one may be it
    BatchScanner seek(long offset) {
        BatchScanner direct = direct(offset);
        return direct != null ? direct : seek(offset, UnaryOperator.identity());
    }

    /// Reads only the headers of the batches before the wanted one, which is the usual case. Returns null if anything
    /// is wrong on the way; the slower search finds out what.
    private BatchScanner direct(long offset) {
        SparseIndex.Entry entry = indexes.offsets().floor(offset);
        if (entry == null) {
            return null;
        }
        SparseIndex.Entry after = indexes.offsets().after(entry);
        BatchScanner scanner = scanner(entry).headersOnly();
        scanner.expect((after == null ? length : after.value()) - entry.value());
        try {
            if (!isBatchOf(entry, scanner)) {
                return null;
            }
            forward(scanner, offset);
            boolean found = scanner.header() != null && scanner.header().baseOffset() <= offset;
            return found && scanner.isChecksumRight() ? scanner : null;
        } catch (CorruptLogException damage) {
            return null;
        }
    }

    private BatchScanner scanner(SparseIndex.Entry entry) {
        return file.scanner(entry.value(), length, file.name().baseOffset(), false);
    }

    private BatchScanner seek(long offset, UnaryOperator<BatchScanner> mode) {
        boolean wrongEntry = false;
        SparseIndex offsets = indexes.offsets();
        for (var entry = offsets.floor(offset); entry != null; entry = offsets.before(entry)) {
            BatchScanner scanner = mode.apply(scanner(entry));
            if (isBatchOf(entry, scanner)) {
                return scan(scanner, offset, wrongEntry);
            }
            wrongEntry = true;
        }
        return scan(mode.apply(file.scanner(length)), offset, wrongEntry);
    }

    /// Whether the next batch is the one that an entry of the offset index names. If not, the index or the batch is
    /// damaged.
    private static boolean isBatchOf(SparseIndex.Entry entry, BatchScanner scanner) {
        try {
            return scanner.next() && scanner.header().lastOffset() == entry.key();
        } catch (CorruptLogException damage) {
            return false;
        }
    }

    private BatchScanner scan(BatchScanner scanner, long offset, boolean wrongEntry) {
        try {
            forward(scanner, offset);
            if (wrongEntry) {
                indexes.repair(new CorruptLogException(indexes.offsets().path(), 0,
                        "its entries are not the positions of the batches"), length, indexBytes);
            }
        } catch (CorruptLogException damage) {
            if (!scanner.skip(indexes.offsets()) || scanner.header().baseOffset() > offset) {
                throw damage;
            }
            forward(scanner, offset);
        }
        return scanner;
    }

    private static void forward(BatchScanner scanner, long offset) {
        boolean more = scanner.header() != null || scanner.next();
        while (more && scanner.header().lastOffset() < offset) {
            more = scanner.next();
        }
    }

    /// Moves a new scanner to the first intact batch whose largest timestamp is at least `timestamp`, in milliseconds.
    BatchScanner seekTime(long timestamp) {
        checkTime(indexes.times().floor(timestamp));
        SparseIndex.Entry entry = indexes.times().floor(timestamp);
        BatchScanner scanner = intact(entry == null ? file.name().baseOffset() : entry.value());
        while (scanner.header() != null && scanner.header().maxTimestamp() < timestamp) {
            nextIntact(scanner);
        }
        return scanner;
    }

    /// Moves a new scanner to the first intact batch whose last offset is at least `offset`.
    private BatchScanner intact(long offset) {
        BatchScanner scanner;
        try {
            return seek(offset);
        } catch (CorruptLogException damage) {
            scanner = file.scanner(damage.position(), length, file.name().baseOffset(), false);
        }
        nextIntact(scanner);
        return scanner;
    }

    /// Moves a scanner to the next intact batch, or to the end.
    void nextIntact(BatchScanner scanner) {
        try {
            scanner.next();
        } catch (CorruptLogException damage) {
            scanner.skip(indexes.offsets());
        }
    }

    /// Returns the first offset after damage that can be read; empty if it hides all until the end of the segment.
    OptionalLong offsetAfter(CorruptLogException damage) {
        BatchScanner scanner = file.scanner(damage.position(), length, file.name().baseOffset(), false);
        return scanner.skip(indexes.offsets()) ? OptionalLong.of(scanner.header().baseOffset()) : OptionalLong.empty();
    }

    /// Rebuilds the indexes if an entry of the time index is wrong. A damaged segment cannot tell.
    private void checkTime(SparseIndex.Entry entry) {
        if (entry == null) {
            return;
        }
        BatchHeader header;
        try {
            header = seek(entry.value()).header();
        } catch (CorruptLogException damage) {
            return;
        }
        if (header == null || header.lastOffset() != entry.value() || header.maxTimestamp() != entry.key()) {
            indexes.repair(new CorruptLogException(indexes.times().path(), 0,
                    "its entries are not the timestamps of the batches"), length, indexBytes);
        }
    }

    /// Counts the bytes of the events in the batches from the offset `from` on that end before `upTo`. A damaged batch
    /// and those after it do not count.
    long sizeInBytes(long from, long upTo) {
        long bytes = 0;
        try {
            BatchScanner scanner = seek(from);
            while (scanner.header() != null && scanner.header().lastOffset() < upTo) {
                bytes += scanner.header().sizeInBytes();
                scanner.next();
            }
        } catch (CorruptLogException damage) {
            // a reader that reads there receives this exception
        }
        return bytes;
    }

    /// Whether a batch has a last offset of at least `offset`; false if damage hides the answer.
    boolean reaches(long offset) {
        try {
            return seek(offset).header() != null;
        } catch (CorruptLogException damage) {
            return false;
        }
    }

    /// Returns the batches from the one with `offset` on that fit into `maxBytes` and begin before the offset `before`;
    /// at least one, and an empty region if there is none. It reads the header of the first batch, and those of the
    /// last ones, which the index finds.
    ///
    /// @throws CorruptLogException if the header of the first batch is damaged, or the file ends within it
    FileRegion region(long offset, int maxBytes, long before) {
        long size = file.data().size();
        if (size < length) {
            // the file is shorter than it was
            FileRegion region = new SegmentSeeker(file, indexes, size, indexBytes).region(offset, maxBytes, before);
            if (region.length() == 0 && offset < before) {
                throw new CorruptLogException(file.data().path(), size, "the file ends here");
            }
            return region;
        }
        BatchScanner first = seek(offset, BatchScanner::headersOnly);
        long begin = first.position();
        boolean none = first.header() == null || first.header().baseOffset() >= before;
        long end = none ? begin : endOf(first, maxBytes, before);
        file.buffer().release();
        return new FileRegion(file.data().path(), begin, end - begin);
    }

    private long endOf(BatchScanner first, int maxBytes, long before) {
        long limit = Math.max(first.end(), first.position() + maxBytes);
        BatchScanner scanner = nearEnd(limit, before, first);
        long end = scanner.position();
        while (scanner.header() != null && scanner.end() <= limit && scanner.header().baseOffset() < before) {
            end = scanner.end();
            try {
                scanner.next();
            } catch (CorruptLogException damage) {
                return end;
            }
        }
        return end;
    }

    private BatchScanner nearEnd(long limit, long before, BatchScanner first) {
        SparseIndex.Entry byPosition = indexes.offsets().floorOfValues(limit);
        SparseIndex.Entry byOffset = indexes.offsets().floor(before - 1);
        if (byPosition != null && byOffset != null) {
            SparseIndex.Entry entry = byPosition.number() < byOffset.number() ? byPosition : byOffset;
            BatchScanner scanner = scanner(entry).headersOnly();
            if (entry.value() > first.position() && isBatchOf(entry, scanner)) {
                return scanner;
            }
        }
        return first;
    }
}
