package gregor.file;

import module java.base;

/// An absolute path on a [FaultyDisk]. What nobody needs it cannot do.
record FaultyPath(FaultyFileSystem fileSystem, String text) implements Path {
    @Override
    public FileSystem getFileSystem() {
        return fileSystem;
    }

    String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    @Override
    public Path resolve(Path other) {
        return resolve(other.toString());
    }

    @Override
    public Path resolve(String other) {
        return new FaultyPath(fileSystem,
                other.startsWith("/") ? other : text.equals("/") ? text + other : text + "/" + other);
    }

    @Override
    public FaultyPath getParent() {
        int slash = text.lastIndexOf('/');
        return text.equals("/") ? null : new FaultyPath(fileSystem, slash == 0 ? "/" : text.substring(0, slash));
    }

    @Override
    public Path getFileName() {
        return new FaultyPath(fileSystem, name());
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public boolean isAbsolute() {
        return true;
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public int compareTo(Path other) {
        return text.compareTo(other.toString());
    }

    @Override
    public Path getRoot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getNameCount() {
        return text.split("/").length;
    }

    @Override
    public Path getName(int index) {
        return new FaultyPath(fileSystem, text.split("/")[index]);
    }

    @Override
    public Path subpath(int begin, int end) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean startsWith(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean endsWith(Path other) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path relativize(Path other) {
        return new FaultyPath(fileSystem, other.toString().substring(text.length()).replaceFirst("^/", ""));
    }

    @Override
    public URI toUri() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }
}
