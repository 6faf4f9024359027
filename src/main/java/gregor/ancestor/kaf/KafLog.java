package gregor.ancestor.kaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.ancestor.ScanLog;
import gregor.ancestor.TailFile;
import gregor.ancestor.TornTail;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.list.Batch;
import gregor.list.Log;
import gregor.list.OffsetOutOfRangeException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A log in a folder of Kaf: a text file that one can `cat`, `tail` and edit. Kaf opens what this writes, and this
/// opens what Kaf wrote. [KafGrammar] has the bytes.
///
/// Kaf counts messages from 1, the log counts from 0: offset 0 is message 1. Beside `orders` there may be
/// `--orders--2026-03-02T08_15_00Z`, what the file was before it forgot something; `--orders--torn`, an end that
/// was no complete message; and `.orders.next`, the number that comes next where the file does not say it.
///
/// The file may be edited while the log is open, with an editor that puts a new file in the place of the old one, such
/// as `sed -i`. Events that arrived meanwhile are brought along; so what is removed at its *end* comes back.
/// An append survives the end of the process; to survive a power cut, [#flush()] after it.
/// One thread at a time may call it.
public final class KafLog implements Log, AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH_mm_ss'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_NAME_BYTES = 200;

    private final Path file;
    private final InstantSource clock;
    private final ScanLog log;

    /// Opens a log in a folder, and makes both if they are not there.
    ///
    /// @param clock says when an archive was made
    /// @throws IllegalArgumentException if Kaf could not have a log of this name; nothing was touched then
    /// @throws FormatException          if the file cannot be opened, is open elsewhere, or is none of Kaf's
    public static KafLog open(Path folder, String name, InstantSource clock) {
        return new KafLog(folder.resolve(checked(name)), clock);
    }

    private KafLog(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        log = new ScanLog(file, new KafGrammar());
    }

    private static String checked(String name) {
        checkName(name);
        return name;
    }

    /// Checks a name, without looking at any folder.
    ///
    /// @throws IllegalArgumentException if Kaf could not have a log of this name; the message says why
    public static void checkName(String name) {
        String fault = name.isEmpty() ? "is empty"
                : isHidden(name) ? "begins with a dot or two dashes"
                : name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ') ? "has a slash or a control character"
                : name.getBytes(UTF_8).length > MAX_NAME_BYTES ? "has more than " + MAX_NAME_BYTES + " bytes"
                : null;
        if (fault != null) {
            throw new IllegalArgumentException("the name of a log " + fault + "; choose another");
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("--");
    }

    /// Returns the names of the logs in a folder of Kaf.
    ///
    /// @throws FormatException if the folder cannot be read
    public static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .filter(name -> !isHidden(name)).sorted().toList();
        } catch (IOException e) {
            throw new FormatException("cannot list the logs in " + folder, e);
        }
    }

    /// Appends the events, each as a message of its own. A crash may leave the first ones of them and no more.
    ///
    /// @throws RefusedEventException if a message would be larger than the 5 MiB that Kaf takes
    /// @throws FormatException       if it cannot be written; then none of them is
    @Override
    public long append(Batch batch) {
        return log.append(batch);
    }

    /// Leaves a gap, as there is one in the log that this is a copy of: the next event gets this offset, if it is not
    /// less than [#end()]. A gap that no event follows is forgotten when the log is closed.
    public void skip(long offset) {
        log.skip(offset);
    }

    @Override
    public List<Batch> read(long from, int maxBytes) {
        return log.read(from, maxBytes);
    }

    @Override
    public long start() {
        return log.start();
    }

    @Override
    public long end() {
        return log.end();
    }

    @Override
    public long sizeInBytes() {
        return log.sizeInBytes();
    }

    /// Archives, if there is anything to forget.
    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start()) {
            archive(upTo);
        }
    }

    /// Keeps the file as it is under the name of an archive, which it returns, and goes on with a new file that holds
    /// what comes from an offset on. (Kaf says `upto=N`; the messages after number N are those from offset N on.)
    ///
    /// @throws OffsetOutOfRangeException if the offset lies after [#end()]
    public Path archive(long upTo) {
        OffsetOutOfRangeException.check(Math.max(upTo, start()), this);
        Path archive = copy();
        log.deleteBefore(upTo);
        return archive;
    }

    /// Copies the file, so that a crash leaves either all of the copy or none of it, and no other archive suffers.
    private Path copy() {
        String stem = "--" + file.getFileName() + "--" + TIME.format(clock.instant());
        Path part = file.resolveSibling("." + file.getFileName() + ".copy");
        try {
            Files.deleteIfExists(part);
            Files.copy(file, part);
            try (TailFile copy = TailFile.open(part)) {
                copy.force();
            }
            for (int number = 0; ; number++) {
                Path archive = file.resolveSibling(number == 0 ? stem : stem + "-" + number);
                try {
                    Files.move(part, archive);
                    new Folder(file.toAbsolutePath().getParent()).force();
                    return archive;
                } catch (FileAlreadyExistsException e) {
                    // two archives in one second: the next one gets a number
                }
            }
        } catch (IOException e) {
            throw new FormatException("cannot archive " + file + " as " + stem + "; nothing was forgotten", e);
        }
    }

    /// Removes messages for good: Kaf has no compaction, and so no archive of it.
    @Override
    public void replace(long upTo, List<Batch> survivors) {
        log.replace(upTo, survivors);
    }

    /// What was found at the end of the file and was no complete message, when it was read last.
    public Optional<TornTail> torn() {
        return log.torn();
    }

    /// Waits until the disk has all that was appended.
    public void flush() {
        log.flush();
    }

    @Override
    public void close() {
        log.close();
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
