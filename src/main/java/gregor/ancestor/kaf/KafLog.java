package gregor.ancestor.kaf;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.ancestor.ScanLog;
import gregor.ancestor.TailFile;
import gregor.file.Folder;
import gregor.file.FormatException;
import gregor.list.OffsetOutOfRangeException;
import gregor.topic.InvalidTopicException;

/// A log in a folder of Kaf's: a text file for `cat`, `tail` and an editor, in the format of [KafGrammar]. Kaf opens
/// the files that this class writes, and this class those of Kaf.
///
/// Kaf counts messages from 1, the log counts from 0: offset 0 is message 1. Further files belong to `orders`:
/// `--orders--2026-03-02T08_15_00Z`, a copy from before a deletion; `--orders--torn`, an incomplete end; and
/// `.orders.next`, the next offset.
public final class KafLog extends ScanLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH_mm_ss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final int MAX_NAME_BYTES = 200;

    private final Path file;
    private final InstantSource clock;

    /// Opens a log in a folder, and creates both if they are missing.
    ///
    /// @throws InvalidTopicException if Kaf allows no log of this name; then nothing is created
    /// @throws FormatException       if the file cannot be opened, is open elsewhere, or has another format
    public static KafLog open(Path folder, String name, InstantSource clock) {
        checkName(name);
        return new KafLog(folder.resolve(name), clock);
    }

    private KafLog(Path file, InstantSource clock) {
        super(file, new KafGrammar());
        this.file = file;
        this.clock = clock;
    }

    /// Checks the name of a log.
    ///
    /// @throws InvalidTopicException if Kaf allows no log of this name
    public static void checkName(String name) {
        String fault = name.isEmpty()
                ? "is empty"
                : isHidden(name)
                        ? "starts with a dot or two dashes"
                        : name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')
                                ? "has a slash or a control character"
                                : name.getBytes(UTF_8).length > MAX_NAME_BYTES
                                        ? "has more than " + MAX_NAME_BYTES + " bytes"
                                        : null;
        if (fault != null) {
            throw new InvalidTopicException("the name of the log " + fault + "; choose another");
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("--");
    }

    /// Returns the names of the logs in a folder of Kaf's, sorted.
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

    /// Archives the file if there is anything to delete.
    @Override
    public void deleteBefore(long upTo) {
        if (upTo > start()) {
            archive(upTo);
        }
    }

    /// Copies the file to an archive, which it returns, and deletes everything before an offset. (Kaf says `upto=N`;
    /// the messages after number N are those from offset N on.)
    ///
    /// @throws OffsetOutOfRangeException if the offset is greater than [#end()]
    public Path archive(long upTo) {
        OffsetOutOfRangeException.check(Math.max(upTo, start()), this);
        Path archive = copy();
        super.deleteBefore(upTo);
        return archive;
    }

    /// Copies the file so that a crash leaves the whole copy or none, and no other archive is overwritten.
    private Path copy() {
        String stem = "--" + file.getFileName() + "--" + TIME.format(clock.instant());
        Path part = file.resolveSibling("." + file.getFileName() + ".copy");
        try {
            Files.deleteIfExists(part);
            Files.copy(file, part);
            try (TailFile copy = TailFile.open(part)) {
                copy.force();
            }
            for (int number = 0;; number++) {
                Path archive = file.resolveSibling(number == 0 ? stem : stem + "-" + number);
                try {
                    Files.move(part, archive);
                    new Folder(file.toAbsolutePath().getParent()).force();
                    return archive;
                } catch (FileAlreadyExistsException e) {
                    // a second archive within one second gets a number
                }
            }
        } catch (IOException e) {
            throw new FormatException("cannot archive " + file + " as " + stem + "; nothing was deleted", e);
        }
    }
}
