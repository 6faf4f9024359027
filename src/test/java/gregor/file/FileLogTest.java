package gregor.file;

import gregor.list.Log;
import gregor.list.LogContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest extends LogContract {
    @TempDir
    Path folder;
    private final List<FileLog> open = new ArrayList<>();

    @Override
    protected Log newLog() {
        FileLog log = FileLog.open(folder.resolve("" + open.size()),
                FileSettings.defaults().withSegmentBytes(400).withIndexBytes(100).with(FsyncPolicy.never()));
        open.add(log);
        return log;
    }

    @AfterEach
    void close() {
        open.forEach(FileLog::close);
    }
}
