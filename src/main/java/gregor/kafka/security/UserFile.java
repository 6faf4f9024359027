package gregor.kafka.security;

import module java.base;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import gregor.file.Folder;
import gregor.kafka.AccessControl;
import gregor.kafka.Authenticator;

/// Stores the users of a door and their permissions in a file with two kinds of lines. Everything else is denied.
///
/// ```
/// user alice SCRAM-SHA-256 8192 SALT STORED-KEY SERVER-KEY
/// allow alice read,write topic orders-*
/// ```
///
/// A change of the file takes effect within a second; while the file cannot be read, everything is denied. Any thread
/// may call it.
public final class UserFile implements AccessControl {
    static final String PRINCIPAL_TYPE = "User:";
    /// Locks of files do not exclude threads of one process.
    private static final ReentrantLock UPDATE = new ReentrantLock();
    private static final long POLL_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final byte[] secret = new byte[32];
    private final Path file;
    private volatile Snapshot snapshot;

    /// The contents of the file.
    ///
    /// @param modified the file's modification time
    /// @param checked  when that was compared last, by [System#nanoTime()]
    private record Snapshot(TreeMap<String, List<ScramCredential>> credentials, List<AclEntry> entries,
            FileTime modified, long checked) {
        /// Whether a name is a user's, or `*` for all users.
        boolean hasUser(String name) {
            return name.equals("*") || credentials.containsKey(name);
        }
    }

    private UserFile(Path file) {
        this.file = file;
        new SecureRandom().nextBytes(secret);
        snapshot = read();
    }

    /// Opens a file; a missing file has no users.
    ///
    /// @throws IllegalArgumentException if a line is malformed
    public static UserFile in(Path file) {
        return new UserFile(file);
    }

    private Snapshot read() {
        var credentials = new TreeMap<String, List<ScramCredential>>();
        var entries = new ArrayList<AclEntry>();
        try {
            FileTime modified = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
            int number = 0;
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                number++;
                read(line.strip(), number, credentials, entries);
            }
            return new Snapshot(credentials, entries, modified, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void read(String line, int number, TreeMap<String, List<ScramCredential>> credentials,
            List<AclEntry> entries) {
        try {
            String[] words = line.split(" ", 3);
            if (words[0].equals("user") && words.length == 3) {
                credentials.computeIfAbsent(words[1], name -> new ArrayList<>()).add(ScramCredential.parse(words[2]));
            } else if (words[0].equals("allow")) {
                entries.add(AclEntry.parse(line.substring(5)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalArgumentException("a line begins with user, allow or #, not with " + words[0]);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    private Snapshot snapshot() {
        Snapshot known = snapshot;
        long now = System.nanoTime();
        if (now - known.checked > POLL_INTERVAL_NANOS) {
            known = reloadIfChanged(known, now);
            snapshot = known;
        }
        return known;
    }

    private Snapshot reloadIfChanged(Snapshot known, long now) {
        try {
            return Files.getLastModifiedTime(file).equals(known.modified)
                    ? new Snapshot(known.credentials, known.entries, known.modified, now)
                    : read();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return new Snapshot(new TreeMap<>(), List.of(), FileTime.fromMillis(0), now);
        }
    }

    /// Returns the credential of a user; for an unknown user, one that no password matches.
    ScramCredential credential(String name, ScramMechanism mechanism) {
        return snapshot().credentials.getOrDefault(name, List.of()).stream()
                .filter(credential -> credential.mechanism() == mechanism).findFirst()
                .orElseGet(() -> ScramCredential.forUnknownUser(mechanism, name, secret));
    }

    @Override
    public Authenticator authenticator(boolean confidential) {
        return new SaslAuthenticator(this, confidential);
    }

    @Override
    public boolean allows(String principal, AclOperation operation, ResourceType type, String name) {
        String user = principal.startsWith(PRINCIPAL_TYPE) ? principal.substring(PRINCIPAL_TYPE.length()) : "";
        Snapshot now = snapshot();
        return now.credentials.containsKey(user)
                && now.entries.stream().anyMatch(entry -> entry.allows(user, operation, type, name));
    }

    public Set<String> names() {
        return snapshot().credentials.keySet();
    }

    public List<AclEntry> entries() {
        return snapshot().entries;
    }

    /// Adds a user, or changes a user's password.
    ///
    /// @throws IllegalArgumentException if the name or the password is invalid
    public void add(String name, String password) {
        if (!name.matches("[A-Za-z0-9._@-]{1,100}")) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no user name; use 1 to 100 letters, digits and . _ @ -");
        }
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a password must not be empty or contain the character 0");
        }
        List<ScramCredential> credentials = List.of(ScramCredential.of(ScramMechanism.SHA_256, password),
                ScramCredential.of(ScramMechanism.SHA_512, password));
        update(now -> now.credentials.put(name, credentials));
    }

    /// Removes a user and the user's permissions; false if there is no such user.
    public boolean remove(String name) {
        return update(now -> {
            now.entries.removeIf(entry -> entry.user().equals(name));
            return now.credentials.remove(name) != null;
        });
    }

    /// Adds a permission.
    ///
    /// @throws IllegalArgumentException if the user does not exist
    public void allow(AclEntry entry) {
        update(now -> {
            if (!now.hasUser(entry.user())) {
                throw new IllegalArgumentException("unknown user " + entry.user() + "; add the user first");
            }
            return now.entries.contains(entry) || now.entries.add(entry);
        });
    }

    /// Removes a permission; false if there is no equal one.
    public boolean deny(AclEntry entry) {
        return update(now -> now.entries.remove(entry));
    }

    /// Changes the permissions by a call that receives the current ones, in a list that it may change, and a test
    /// whether a user exists. No other process changes the file meanwhile.
    <T> T change(BiFunction<List<AclEntry>, Predicate<String>, T> change) {
        return update(now -> change.apply(now.entries, now::hasUser));
    }

    /// Reads the file, applies a change and writes the file. A lock file keeps other processes from doing so meanwhile,
    /// such as `gregor users` beside a running broker.
    private <T> T update(Function<Snapshot, T> change) {
        UPDATE.lock();
        try {
            Path folder = Folder.create(file.toAbsolutePath().getParent()).path();
            try (var channel = FileChannel.open(folder.resolve(file.getFileName() + ".lock"), CREATE, WRITE);
                    var _ = channel.lock()) {
                Snapshot now = read();
                T result = change.apply(now);
                write(folder, now);
                return result;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        } finally {
            UPDATE.unlock();
        }
    }

    /// Replaces the file atomically by one that only its owner can read.
    private void write(Path folder, Snapshot now) throws IOException {
        var lines = new ArrayList<String>();
        now.credentials.forEach(
                (name, credentials) -> credentials.forEach(credential -> lines.add("user " + name + " " + credential)));
        now.entries.forEach(entry -> lines.add("allow " + entry));
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Path replacement = posix
                ? Files.createTempFile(folder, "users", ".new",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, "users", ".new");
        Files.write(replacement, lines);
        new Folder(folder).rename(replacement, file.getFileName().toString());
        snapshot = read();
    }
}
