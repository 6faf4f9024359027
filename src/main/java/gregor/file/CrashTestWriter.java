package gregor.file;

import module java.base;

import gregor.list.Event;

/// A process that appends to a log as fast as it can, until it is killed, and prints the offset of each acknowledged
/// append. If the log is locked, it prints why and ends.
public final class CrashTestWriter {
    private CrashTestWriter() {}

    /// Appends events, each with its own offset as its value.
    ///
    /// @param args the folder of the log, and the size of a segment in bytes
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

    /// Appends an event; after every 500th, deletes old events too.
    private static void step(FileLog log, PrintStream out) {
        long offset = log.append(Event.of("" + log.end()));
        if (offset % 500 == 499) {
            log.deleteBefore(log.end() - 250);
        }
        out.println(offset);
    }
}
