package gregor.file;

import module java.base;

/// A file or a folder of a [FaultyDisk], open.
final class FaultyChannel extends FileChannel {
    private final FaultyDisk disk;
    private final FaultyDisk.Node node;
    private final String name;
    private long position;

    FaultyChannel(FaultyDisk disk, FaultyDisk.Node node, String name) {
        this.disk = disk;
        this.node = node;
        this.name = name;
    }

    private FaultyDisk.Inode file() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        return (FaultyDisk.Inode) node;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        synchronized (disk) {
            byte[] bytes = file().bytes;
            if (at >= bytes.length) {
                return -1;
            }
            int count = Math.min(into.remaining(), bytes.length - (int) at);
            into.put(bytes, (int) at, count);
            disk.reads(count);
            return count;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int read = read(into, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        synchronized (disk) {
            FaultyDisk.Inode file = file();
            int count;
            try {
                count = disk.operation("write " + from.remaining() + " bytes to " + name, from.remaining());
            } catch (IOException full) {
                put(file, from, from.remaining() / 2, at);
                throw full;
            }
            put(file, from, count, at);
            disk.checkAlive();
            return count;
        }
    }

    private static void put(FaultyDisk.Inode file, ByteBuffer from, int count, long at) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        file.write(bytes, count, (int) at);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int written = write(from, position);
        position += written;
        return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        synchronized (disk) {
            if (size < file().bytes.length) {
                disk.operation("cut " + name, 0);
                file().resize((int) size);
                disk.checkAlive();
            }
            return this;
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        disk.awaitForce();
        synchronized (disk) {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            try {
                disk.operation("force " + name, 0);
            } catch (IOException failed) {
                if (node instanceof FaultyDisk.Inode file) {
                    file.dirty.clear();
                }
                throw failed;
            }
            if (!disk.isDead()) {
                switch (node) {
                    case FaultyDisk.Dir dir -> dir.force();
                    case FaultyDisk.Inode file -> file.force();
                }
            }
            disk.checkAlive();
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            return file().bytes.length;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long at) {
        position = at;
        return this;
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        byte[] bytes = file().bytes;
        return target.write(ByteBuffer.wrap(bytes, (int) at, (int) Math.min(count, bytes.length - at)));
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        return new FileLock(this, at, size, shared) {
            @Override
            public boolean isValid() {
                return acquiredBy().isOpen();
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        return tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException();
    }
}
