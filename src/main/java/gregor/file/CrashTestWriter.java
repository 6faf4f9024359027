package gregor.file;

import gregor.list.Event;
import java.io.PrintStream;
import java.nio.file.Path;

/// A process that appends to a log as fast as it can, and says after each append what was acknowledged. It goes on
/// until somebody ends it. If it cannot open the log it says why, and ends.
public final class CrashTestWriter {
    private CrashTestWriter() {}

    /// Appends to the log in a folder, each event with its own offset as its value.
    ///
    /// @param args the folder, and how many bytes a segment has
    public static void main(String... args) {
        FileSettings settings = FileSettings.defaults().withSegmentBytes(Integer.parseInt(args[1]));
        try (FileLog log = FileLog.open(Path.of(args[0]), settings.with(FsyncPolicy.never()))) {
            while (!System.out.checkError()) {
                step(log, System.out);
            }
        } catch (LogLockedException e) {
            System.out.println(e.getMessage());
        }
    }

    /// Now and then it lets go of old events too.
    private static void step(FileLog log, PrintStream out) {
        long offset = log.append(Event.of("" + log.end()));
        if (offset % 500 == 499) {
            log.deleteBefore(log.end() - 250);
        }
        out.println(offset);
    }
}
