package gregor.file;

import module java.base;

/// Stands between `java.nio.file` and a [FaultyDisk]: so the code under test needs no seam for faults.
final class FaultyFileSystem extends FileSystem {
    private final FaultyDisk disk;
    private final Provider provider = new Provider();

    FaultyFileSystem(FaultyDisk disk) {
        this.disk = disk;
    }

    private final class Provider extends FileSystemProvider {
        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            var file = (FaultyPath) path;
            FaultyDisk.Dir dir = disk.dir(file.getParent());
            FaultyDisk.Node node = file.getParent() == null ? dir : dir.names.get(file.name());
            boolean creates = options.contains(StandardOpenOption.CREATE)
                    || options.contains(StandardOpenOption.CREATE_NEW);
            if (options.contains(StandardOpenOption.WRITE)) {
                disk.checkWritable(file.toString());
            }
            if (node == null && creates) {
                disk.operation("create " + file.name(), 0);
                node = new FaultyDisk.Inode();
                dir.change(file.name(), node);
                disk.checkAlive();
            } else if (node == null) {
                throw new NoSuchFileException(file.toString());
            }
            var channel = new FaultyChannel(disk, node, file.name());
            if (options.contains(StandardOpenOption.TRUNCATE_EXISTING) && channel.size() > 0) {
                channel.truncate(0);
            }
            return channel;
        }

        @Override
        public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options,
                FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            var names = disk.dir((FaultyPath) path).names.keySet().stream().map(path::resolve).toList();
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return names.iterator();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            var folder = (FaultyPath) path;
            FaultyDisk.Dir above = disk.dir(folder.getParent());
            if (above.names.containsKey(folder.name())) {
                throw new FileAlreadyExistsException(path.toString());
            }
            disk.operation("create folder " + folder.name(), 0);
            above.change(folder.name(), new FaultyDisk.Dir());
            disk.checkAlive();
        }

        @Override
        public void delete(Path path) throws IOException {
            var file = (FaultyPath) path;
            disk.node(file);
            disk.operation("delete " + file.name(), 0);
            disk.dir(file.getParent()).change(file.name(), FaultyDisk.GONE);
            disk.checkAlive();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            var from = (FaultyPath) source;
            var to = (FaultyPath) target;
            FaultyDisk.Node node = disk.node(from);
            disk.operation("rename " + from.name() + " to " + to.name(), 0);
            disk.dir(from.getParent()).change(Map.of(from.name(), FaultyDisk.GONE, to.name(), node));
            disk.checkAlive();
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            disk.node((FaultyPath) path);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return type.cast(new Attributes(disk.node((FaultyPath) path)));
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) throws IOException {
            var bytes = ByteBuffer.wrap(((FaultyDisk.Inode) disk.node((FaultyPath) source)).bytes.clone());
            try (FileChannel copy = newFileChannel(target,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                while (bytes.hasRemaining()) {
                    copy.write(bytes);
                }
            }
        }

        @Override
        public boolean isSameFile(Path one, Path other) {
            return one.equals(other);
        }

        @Override
        public boolean isHidden(Path path) {
            return false;
        }

        @Override
        public FileStore getFileStore(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }

    private record Attributes(FaultyDisk.Node node) implements BasicFileAttributes {
        @Override
        public boolean isRegularFile() {
            return node instanceof FaultyDisk.Inode;
        }

        @Override
        public boolean isDirectory() {
            return node instanceof FaultyDisk.Dir;
        }

        @Override
        public long size() {
            return node instanceof FaultyDisk.Inode file ? file.bytes.length : 0;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public Object fileKey() {
            return node;
        }

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public Path getPath(String first, String... more) {
        return new FaultyPath(this, more.length == 0 ? first : first + "/" + String.join("/", more));
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
