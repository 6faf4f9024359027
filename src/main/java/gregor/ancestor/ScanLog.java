package gregor.ancestor;

import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A log in one file, in a format that people edit.
///
/// Each event is a batch of its own. To forget or to replace, a new file is written aside and takes the place of the
/// old one in one step. When somebody else has put another file in its place, the log goes on with that file, and
/// brings along what it had written behind the last record that is there. One thread at a time may call it.
public final class ScanLog implements Log, AutoCloseable {
    /// How a file looked when this log last wrote it.
    private record FileState(Object key, long size, FileTime modified) {
        static Optional<FileState> at(Path path) {
            try {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(new FileState(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new FormatException("cannot look at " + path, e);
            }
        }

        boolean isSameFile(FileState other) {
            return Objects.equals(key, other.key);
        }
    }

    private final Path path;
    private final RecordGrammar grammar;
    private final OffsetFile next;
    private RecordFile file;
    private FileState look;
    private long end;
    private TornTail torn;

    public ScanLog(Path path, RecordGrammar grammar) {
        this.path = path;
        this.grammar = grammar;
        next = new OffsetFile(path.resolveSibling("." + path.getFileName() + ".next"));
        switchTo(load(TailFile.open(path), next.value()));
    }

    private RecordFile load(TailFile opened, long begin) {
        try {
            return new RecordFile(opened, grammar, begin, next);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void switchTo(RecordFile other) {
        file = other;
        end = Math.max(end, Math.max(file.end(), next.value()));
        torn = file.torn().orElse(torn);
        look = FileState.at(path).orElse(look);
    }

    /// Notices that the file has been edited or replaced since the last call.
    private void follow() {
        Optional<FileState> now = FileState.at(path);
        if (now.equals(Optional.of(look))) {
            return;
        }
        if (now.isPresent() && now.get().isSameFile(look)) {
            file.file().refresh();
            switchTo(new RecordFile(file.file(), grammar, file.start(), next));
        } else {
            RecordFile old = file;
            RecordFile other = load(TailFile.open(path), old.start());
            copyOwnTail(old.from(other.end()), other);
            switchTo(other);
            old.close();
        }
    }

    private void copyOwnTail(Iterator<Batch> unseen, RecordFile other) {
        try {
            unseen.forEachRemaining(other::append);
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    @Override
    public long append(Batch batch) {
        follow();
        Batch placed = batch.at(end);
        file.append(placed);
        end = placed.lastOffset() + 1;
        look = FileState.at(path).filter(look::isSameFile).orElse(look);
        return placed.baseOffset();
    }

    /// Leaves a gap before the next event. A gap that no event follows is forgotten when the log is closed.
    public void skip(long offset) {
        follow();
        end = Math.max(end, offset);
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        follow();
        OffsetOutOfRangeException.check(from, this);
        return Batches.take(new UpToDamage(file.from(from)), maxBytes);
    }

    @Override
    public long start() {
        return file.start();
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long sizeInBytes() {
        return file.sizeInBytes();
    }

    @Override
    public void deleteBefore(long upTo) {
        follow();
        if (upTo > start()) {
            OffsetOutOfRangeException.check(upTo, this);
            rewrite(upTo, List.of(), upTo);
        }
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        follow();
        OffsetOutOfRangeException.check(upTo, this);
        Iterator<Batch> stay = file.from(upTo);
        Batches.checkSurvivors(survivors, start(), stay.hasNext() ? stay.next().baseOffset() : end);
        rewrite(start(), survivors, upTo);
    }

    private void rewrite(long start, List<Batch> survivors, long upTo) {
        next.raise(end);
        Path part = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (RecordFile fresh = new RecordFile(TailFile.open(part), grammar, start, next)) {
                survivors.forEach(fresh::append);
                file.from(upTo).forEachRemaining(fresh::append);
                fresh.file().force();
            }
            TailFile.replace(part, path);
        } catch (IOException e) {
            throw new FormatException("cannot write " + part + " and put it in the place of " + path
                    + "; make room on the disk", e);
        }
        RecordFile old = file;
        switchTo(load(TailFile.open(path), start));
        old.close();
    }

    /// What was no complete record when the file was read last, if there was such a thing.
    public Optional<TornTail> torn() {
        return Optional.ofNullable(torn);
    }

    /// Waits until the disk has all that was appended.
    public void flush() {
        file.file().force();
    }

    /// Looks a last time whether the file was replaced, and lets go of it.
    @Override
    public void close() {
        try {
            follow();
        } finally {
            file.close();
        }
    }

    @Override
    public String toString() {
        return entries(start()).toString();
    }
}
