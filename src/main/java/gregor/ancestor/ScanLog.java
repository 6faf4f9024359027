package gregor.ancestor;

import module java.base;

import gregor.broker.ForeignLog;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Batches;
import gregor.list.OffsetOutOfRangeException;

/// A log in one file, in a format that people may edit while the log is open.
///
/// Each event is a batch of its own. `deleteBefore` and `replace` write a new file and rename it over the old one. If
/// another program has replaced the file, the log switches to the new one and appends to it what it had itself written
/// after the new file's last record; so what an editor removes at the *end* comes back.
/// What is no record is set aside and reported to [#onDamage(Consumer)], and the records around it stay.
/// The next offset is found by reading the file; beside it, `.NAME.next` has that offset where the file does not tell.
///
/// An append survives a crash of the process; call [#flush()] after it to survive a power failure.
/// One thread at a time may call it.
public abstract class ScanLog implements ForeignLog {
    /// Identity, size and time of a file as this log last saw it.
    private record FileState(Object key, long size, FileTime modified) {
        static Optional<FileState> at(Path path) {
            try {
                var attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional
                        .of(new FileState(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new FormatException("cannot read the attributes of " + path, e);
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
    private FileState state;
    private long end;
    private TornTail torn;
    private Consumer<TornTail> damageListener = part -> {};

    /// Opens the file, and creates it if it is missing.
    ///
    /// @throws FormatException if it cannot be opened, is open elsewhere, or has another format
    protected ScanLog(Path path, RecordGrammar grammar) {
        this.path = path;
        this.grammar = grammar;
        next = new OffsetFile(path.resolveSibling("." + path.getFileName() + ".next"));
        switchTo(load(TailFile.open(path), next.value()));
        removeDamage();
    }

    /// Writes the file anew if it has damaged places, which have been copied aside.
    private void removeDamage() {
        if (file.hasDamage()) {
            rewrite(file.start(), List.of(), file.start());
        }
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
        for (TornTail part : file.torn()) {
            torn = part;
            damageListener.accept(part);
        }
        state = FileState.at(path).orElse(state);
    }

    /// Switches to the current file if it has been edited or replaced since the last call.
    private void follow() {
        Optional<FileState> now = FileState.at(path);
        if (now.equals(Optional.of(state))) {
            return;
        }
        if (now.isPresent() && now.get().isSameFile(state)) {
            file.file().refresh();
            switchTo(new RecordFile(file.file(), grammar, file.start(), next));
        } else {
            RecordFile old = file;
            RecordFile other = load(TailFile.open(path), old.start());
            copyOwnTail(old, other);
            switchTo(other);
            old.close();
        }
        removeDamage();
    }

    private static void copyOwnTail(RecordFile old, RecordFile other) {
        try {
            other.copy(old, other.end());
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
    }

    /// Appends the events, each as a record of its own. A crash may leave only the first of them.
    ///
    /// @throws UnsupportedEventException if the format cannot store an event
    /// @throws FormatException           if writing fails; then no event is appended
    @Override
    public long append(Batch batch) {
        follow();
        Batch placed = batch.at(end);
        file.append(placed);
        end = placed.lastOffset() + 1;
        state = FileState.at(path).filter(state::isSameFile).orElse(state);
        return placed.baseOffset();
    }

    /// Leaves a gap, as in the log that this one copies: the next event gets this offset if it is at least [#end()].
    /// A gap without an event after it is lost when the log is closed.
    public void skip(long offset) {
        follow();
        end = Math.max(end, offset);
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        follow();
        OffsetOutOfRangeException.check(from, this);
        return from(from).take(maxBytes);
    }

    private BatchReader from(long offset) {
        return visitor -> file.visit(offset, visitor);
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
        Batches.checkSurvivors(survivors, start(), from(upTo).first().map(Batch::baseOffset).orElse(end));
        rewrite(start(), survivors, upTo);
    }

    private void rewrite(long start, List<Batch> survivors, long upTo) {
        next.raise(end);
        Path part = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (RecordFile fresh = new RecordFile(TailFile.open(part), grammar, start, next)) {
                survivors.forEach(fresh::append);
                fresh.copy(file, upTo);
                fresh.file().force();
            }
            TailFile.replace(part, path);
        } catch (IOException e) {
            throw new FormatException("cannot write " + part + " and rename it to " + path + "; free space on the disk",
                    e);
        }
        RecordFile old = file;
        switchTo(load(TailFile.open(path), start));
        old.close();
    }

    /// Reports what was set aside when the file was opened, and from now on at once what is set aside.
    public void onDamage(Consumer<TornTail> listener) {
        torn().ifPresent(listener);
        damageListener = listener;
    }

    protected final long sizeOfFile() {
        follow();
        return file.file().size();
    }

    /// Returns what was last set aside, when the file was opened or read again.
    public Optional<TornTail> torn() {
        return Optional.ofNullable(torn);
    }

    @Override
    public void flush() {
        file.file().force();
    }

    /// Closes the file, after a last check for a replaced one.
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
