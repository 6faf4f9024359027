package gregor.file;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Batch;
import gregor.list.Event;
import gregor.list.Log;
import gregor.list.LogContract;
import org.junit.jupiter.api.Test;

/// Everything that a log promises, it promises to a process that starts later too.
class ReopenedLogTest extends LogContract {
    private final FileSettings small = FileSettings.defaults().withSegmentBytes(400).withIndexBytes(100)
            .with(FsyncPolicy.never()).with(format());

    /// How the batches are written.
    BatchFormat format() {
        return new EventFormat();
    }

    /// Closes the log and opens it again before each question.
    private final class Reopened implements Log {
        private final FaultyDisk disk = new FaultyDisk();
        private FileLog log = FileLog.open(disk.path("/log"), small);

        private FileLog again() {
            log.close();
            log = FileLog.open(disk.path("/log"), small);
            assertThat(log.repairs()).isEmpty();
            return log;
        }

        @Override
        public long append(Batch batch) {
            return log.append(batch);
        }

        @Override
        public Iterable<Batch> read(long from, int maxBytes) {
            return again().read(from, maxBytes);
        }

        @Override
        public long start() {
            return again().start();
        }

        @Override
        public long end() {
            return again().end();
        }

        @Override
        public long sizeInBytes() {
            return again().sizeInBytes();
        }

        @Override
        public void deleteBefore(long upTo) {
            log.deleteBefore(upTo);
        }

        @Override
        public void replace(long upTo, List<Batch> survivors) {
            log.replace(upTo, survivors);
        }
    }

    @Override
    protected Log newLog() {
        return new Reopened();
    }

    @Test
    void theContractIsTestedOnMoreThanOneSegment() {
        var log = (Reopened) newLog();
        for (int i = 0; i < 20; i++) {
            log.append(Event.of("event " + i));
        }
        assertThat(new Folder(log.disk.path("/log")).names()).filteredOn(name -> name.endsWith(".log"))
                .hasSizeGreaterThan(3);
    }
}
