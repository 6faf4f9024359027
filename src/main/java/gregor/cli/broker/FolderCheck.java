package gregor.cli.broker;

import module java.base;

import gregor.broker.DataFolderCheck;
import gregor.broker.DataFolderException;
import gregor.cli.console.ProgressLine;
import gregor.file.LogLockedException;

/// Checks a data folder for `broker --check` and `doctor`, and shows the progress.
final class FolderCheck {
    private FolderCheck() {}

    /// Reads the folder and changes nothing.
    ///
    /// @throws FolderInUseException if another process uses it
    /// @throws DataFolderException  if it cannot hold a broker's data
    static DataFolderCheck.Report of(Path folder) {
        try (var progress = new ProgressLine("Reading partitions")) {
            return DataFolderCheck.of(folder, progress::update);
        } catch (DataFolderException e) {
            if (e.getCause() instanceof LogLockedException locked) {
                throw new FolderInUseException(folder, locked.holder(), BrokerNote.of(locked.holder(), folder));
            }
            throw e;
        }
    }
}
