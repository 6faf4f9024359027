package gregor.file;

import module java.base;

/// A disk in memory that does what real ones do when the power goes or when they are old: it keeps some of the pages
/// that nobody has forced and loses others, forgets renames, is full, and fails.
///
/// Every change is an operation, and operations are counted. Any thread may use its channels.
public final class FaultyDisk {
    static final int PAGE = 512;

    /// The end of the process that uses the disk. No code of ours can catch it by accident.
    public static final class PowerCut extends Error {}

    /// What goes wrong with an operation.
    public enum Fault { CUT, FULL, SHORT_WRITE, FAILED_FORCE }

    /// What a folder or a file is.
    sealed interface Node permits Dir, Inode {}

    /// Names, as they are and as the disk has them.
    static final class Dir implements Node {
        final Map<String, Node> names = new TreeMap<>();
        final Map<String, Node> onDisk = new TreeMap<>();
        final List<Map<String, Node>> waiting = new ArrayList<>();

        void change(String name, Node node) {
            change(Map.of(name, node));
        }

        void change(Map<String, Node> change) {
            waiting.add(change);
            apply(change, names);
        }

        private static void apply(Map<String, Node> change, Map<String, Node> to) {
            change.forEach((name, node) -> {
                if (node == GONE) {
                    to.remove(name);
                } else {
                    to.put(name, node);
                }
            });
        }

        void force() {
            onDisk.clear();
            onDisk.putAll(names);
            waiting.clear();
        }
    }

    /// Bytes, as they are and as the disk has them.
    static final class Inode implements Node {
        byte[] bytes = new byte[0];
        byte[] onDisk = new byte[0];
        final TreeSet<Integer> dirty = new TreeSet<>();

        void resize(int size) {
            bytes = Arrays.copyOf(bytes, size);
        }

        void write(byte[] from, int count, int at) {
            if (at + count > bytes.length) {
                resize(at + count);
            }
            System.arraycopy(from, 0, bytes, at, count);
            for (int page = at / PAGE; page * PAGE < at + count; page++) {
                dirty.add(page);
            }
        }

        /// Only what is dirty is written: what a force that failed has let go of stays lost.
        void force() {
            byte[] forced = Arrays.copyOf(onDisk, bytes.length);
            for (int page : dirty) {
                copyPage(bytes, forced, page, PAGE);
            }
            onDisk = forced;
            dirty.clear();
        }

        static void copyPage(byte[] from, byte[] to, int page, int most) {
            int begin = page * PAGE;
            int count = Math.min(Math.min(from.length, to.length) - begin, most);
            if (count > 0) {
                System.arraycopy(from, begin, to, begin, count);
            }
        }
    }

    /// Stands for a name that is no longer there.
    static final Node GONE = new Inode();

    private final Dir root;
    private final FaultyFileSystem fileSystem = new FaultyFileSystem(this);
    private final List<String> history = new ArrayList<>();
    private int operations;
    private long bytesWritten;
    private long bytesRead;
    private int faultAt = -1;
    private long cutAfterBytes = Long.MAX_VALUE;
    private Fault fault;
    private boolean dead;
    private boolean full;
    private boolean readOnly;
    private Runnable beforeForce = () -> {};

    public FaultyDisk() {
        this(new Dir());
    }

    private FaultyDisk(Dir root) {
        this.root = root;
    }

    public Path path(String path) {
        return new FaultyPath(fileSystem, path);
    }

    /// Lets the operation with this number go wrong; the first is 0.
    public FaultyDisk with(Fault what, int operation) {
        fault = what;
        faultAt = operation;
        return this;
    }

    /// Ends the process in the middle of a write, after so many bytes.
    public FaultyDisk cutAfterBytes(long bytes) {
        cutAfterBytes = bytes;
        return this;
    }

    /// From now on there is no room, or there is again.
    public FaultyDisk full(boolean is) {
        full = is;
        return this;
    }

    /// From now on it can be read and not be written.
    public FaultyDisk readOnly() {
        readOnly = true;
        return this;
    }

    void checkWritable(String what) throws IOException {
        if (readOnly) {
            throw new FileSystemException(what, null, "Read-only file system");
        }
    }

    /// Has something happen before each force, while others may go on writing.
    public FaultyDisk beforeForce(Runnable step) {
        beforeForce = step;
        return this;
    }

    void awaitForce() {
        beforeForce.run();
    }

    public int operations() {
        return operations;
    }

    void reads(int bytes) {
        bytesRead += bytes;
    }

    long bytesRead() {
        return bytesRead;
    }

    public long bytesWritten() {
        return bytesWritten;
    }

    /// Counts the operations so far that a test selects.
    public long lines(Predicate<String> selected) {
        synchronized (this) {
            return history.stream().filter(selected).count();
        }
    }

    /// What was done, an operation a line.
    public List<String> history() {
        return history;
    }

    /// What another process finds after this one has ended: everything.
    public FaultyDisk afterProcessEnd() {
        return new FaultyDisk(root);
    }

    /// What is left after a power cut: what was forced, and by chance some of the rest.
    public FaultyDisk afterPowerCut(Random random) {
        return new FaultyDisk(survivor(root, random));
    }

    private static Dir survivor(Dir dir, Random random) {
        var names = new TreeMap<>(dir.onDisk);
        int style = random.nextInt(3);
        for (Map<String, Node> change : dir.waiting) {
            if (style == 0 || style == 1 && random.nextBoolean()) {
                Dir.apply(change, names);
            }
        }
        var left = new Dir();
        names.forEach((name, node) -> left.names.put(name, switch (node) {
            case Dir inner -> survivor(inner, random);
            case Inode file -> survivor(file, random);
        }));
        left.onDisk.putAll(left.names);
        return left;
    }

    private static Inode survivor(Inode file, Random random) {
        int small = Math.min(file.bytes.length, file.onDisk.length);
        int large = Math.max(file.bytes.length, file.onDisk.length);
        int size = switch (random.nextInt(4)) {
            case 0 -> file.onDisk.length;
            case 1 -> random.nextInt(small, large + 1);
            default -> file.bytes.length;
        };
        var left = new Inode();
        left.bytes = Arrays.copyOf(file.onDisk, size);
        int style = random.nextInt(4);
        for (int page : file.dirty) {
            if (style == 0 || style >= 2 && random.nextBoolean()) {
                Inode.copyPage(file.bytes, left.bytes, page, style == 3 ? random.nextInt(PAGE + 1) : PAGE);
            }
        }
        left.onDisk = left.bytes.clone();
        return left;
    }

    /// Counts an operation, and does to it what was asked for.
    ///
    /// @return how many of its bytes are written
    int operation(String what, int bytes) throws IOException {
        if (dead) {
            throw new PowerCut();
        }
        if (!what.startsWith("force")) {
            checkWritable(what);
        }
        history.add(what);
        boolean now = operations++ == faultAt;
        if (full) {
            checkRoom(what, bytes);
        }
        if (bytesWritten + bytes > cutAfterBytes) {
            dead = true;
            return (int) (cutAfterBytes - bytesWritten);
        }
        bytesWritten += bytes;
        if (!now) {
            return bytes;
        }
        dead = fault == Fault.CUT;
        return switch (fault) {
            case CUT -> new Random(operations).nextInt(bytes + 1);
            case SHORT_WRITE -> (bytes + 1) / 2;
            case FULL -> {
                checkRoom(what, bytes);
                yield 0;
            }
            case FAILED_FORCE -> {
                if (what.startsWith("force")) {
                    throw new IOException("Input/output error");
                }
                yield bytes;
            }
        };
    }

    private static void checkRoom(String what, int bytes) throws IOException {
        if (bytes > 0 || what.startsWith("create")) {
            throw new FileSystemException(what, null, "No space left on device");
        }
    }

    /// Ends the process if the operation that was just done was its last.
    void checkAlive() {
        if (dead) {
            throw new PowerCut();
        }
    }

    public boolean isDead() {
        return dead;
    }

    Dir dir(FaultyPath path) throws IOException {
        if (path == null || path.toString().equals("/")) {
            return root;
        }
        if (node(path) instanceof Dir dir) {
            return dir;
        }
        throw new NoSuchFileException(path.toString());
    }

    Node node(FaultyPath path) throws IOException {
        if (path.toString().equals("/")) {
            return root;
        }
        Node node = dir(path.getParent()).names.get(path.name());
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        return node;
    }
}
