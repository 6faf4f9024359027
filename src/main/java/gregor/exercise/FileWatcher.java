package gregor.exercise;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;

/// Says whether a file was saved. The system tells of changes in its folder; where it does not, looking every now and
/// then finds them too.
final class FileWatcher implements AutoCloseable {
    private static final long POLL_INTERVAL_MILLIS = 400;

    private final Path file;
    private final Optional<WatchService> service;
    private long looked;
    private String stamp;

    FileWatcher(Path file) {
        this(file, watch(file.toAbsolutePath().getParent()));
    }

    FileWatcher(Path file, Optional<WatchService> service) {
        this.file = file;
        this.service = service;
        stamp = stamp();
    }

    private static Optional<WatchService> watch(Path folder) {
        try {
            WatchService service = FileSystems.getDefault().newWatchService();
            folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            return Optional.of(service);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /// Whether the file is another one than when this was asked last.
    boolean happened() {
        long now = System.currentTimeMillis();
        if (!told() && now - looked < POLL_INTERVAL_MILLIS) {
            return false;
        }
        looked = now;
        String next = stamp();
        boolean changed = !next.equals(stamp) && !next.isEmpty();
        stamp = next.isEmpty() ? stamp : next;
        return changed;
    }

    private boolean told() {
        WatchKey key = service.map(WatchService::poll).orElse(null);
        if (key == null) {
            return false;
        }
        boolean any = !key.pollEvents().isEmpty();
        key.reset();
        return any;
    }

    /// An editor may write a file anew; for a moment it is not there, or empty.
    private String stamp() {
        try {
            long size = Files.size(file);
            return size == 0 ? "" : Files.getLastModifiedTime(file) + " " + size;
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        if (service.isPresent()) {
            service.get().close();
        }
    }
}
