package gregor.exercise;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;

/// Detects when a file was saved: by events of its folder, and by polling in case the system sends none.
final class FileWatcher implements AutoCloseable {
    private static final long POLL_INTERVAL_MILLIS = 400;

    private final Path file;
    private final Optional<WatchService> service;
    private long lastPoll;
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

    /// Reports whether the file has changed since the last call.
    boolean hasChanged() {
        long now = System.currentTimeMillis();
        if (!hasEvent() && now - lastPoll < POLL_INTERVAL_MILLIS) {
            return false;
        }
        lastPoll = now;
        String next = stamp();
        boolean changed = !next.equals(stamp) && !next.isEmpty();
        stamp = next.isEmpty() ? stamp : next;
        return changed;
    }

    private boolean hasEvent() {
        WatchKey key = service.map(WatchService::poll).orElse(null);
        if (key == null) {
            return false;
        }
        boolean any = !key.pollEvents().isEmpty();
        key.reset();
        return any;
    }

    /// Returns the time and the size of the file; empty while an editor replaces it.
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
