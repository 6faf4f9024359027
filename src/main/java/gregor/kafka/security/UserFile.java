package gregor.kafka.security;

import gregor.file.Folder;
import gregor.kafka.Authorizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Who may come in, and what they may do there: a file with two kinds of lines. What no line allows is denied.
///
/// ```
/// user alice SCRAM-SHA-256 8192 SALT STORED-KEY SERVER-KEY
/// allow alice read,write topic orders-*
/// ```
///
/// A change of the file counts a second later; a file that cannot be read lets nobody in. Any thread may call it.
public final class UserFile implements Authorizer {
    private static final String PRINCIPAL = "User:";
    private static final long POLL_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final byte[] secret = new byte[32];
    private final Path file;
    private volatile Snapshot snapshot;

    /// What the file said when it was looked at.
    private record Snapshot(TreeMap<String, List<ScramCredential>> credentials, List<AclEntry> grants,
            FileTime written, long looked) {}

    private UserFile(Path file) {
        this.file = file;
        new SecureRandom().nextBytes(secret);
        snapshot = read();
    }

    /// Reads a file; nobody is in it if there is none.
    ///
    /// @throws IllegalArgumentException if a line says something else
    public static UserFile in(Path file) {
        return new UserFile(file);
    }

    private Snapshot read() {
        var credentials = new TreeMap<String, List<ScramCredential>>();
        var grants = new ArrayList<AclEntry>();
        try {
            FileTime written = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
            int number = 0;
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                number++;
                read(line.strip(), number, credentials, grants);
            }
            return new Snapshot(credentials, grants, written, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void read(String line, int number, TreeMap<String, List<ScramCredential>> credentials, List<AclEntry> grants) {
        try {
            String[] words = line.split(" ", 3);
            if (words[0].equals("user") && words.length == 3) {
                credentials.computeIfAbsent(words[1], name -> new ArrayList<>()).add(ScramCredential.parse(words[2]));
            } else if (words[0].equals("allow")) {
                grants.add(AclEntry.parse(line.substring(5)));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalArgumentException("a line begins with user, allow or #");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    private Snapshot snapshot() {
        Snapshot known = snapshot;
        long now = System.nanoTime();
        if (now - known.looked > POLL_INTERVAL_NANOS) {
            known = reloadIfChanged(known, now);
            snapshot = known;
        }
        return known;
    }

    private Snapshot reloadIfChanged(Snapshot known, long now) {
        try {
            return Files.getLastModifiedTime(file).equals(known.written)
                    ? new Snapshot(known.credentials, known.grants, known.written, now) : read();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return new Snapshot(new TreeMap<>(), List.of(), FileTime.fromMillis(0), now);
        }
    }

    /// What is kept of somebody's password; of somebody who is not there, what no password fits.
    ScramCredential credential(String name, ScramMechanism mechanism) {
        return snapshot().credentials.getOrDefault(name, List.of()).stream()
                .filter(credential -> credential.mechanism() == mechanism).findFirst()
                .orElseGet(() -> ScramCredential.forUnknownUser(mechanism, name, secret));
    }

    @Override
    public boolean allows(String principal, AclOperation right, ResourceType kind, String name) {
        String who = principal.startsWith(PRINCIPAL) ? principal.substring(PRINCIPAL.length()) : "";
        Snapshot now = snapshot();
        return now.credentials.containsKey(who) && now.grants.stream()
                .anyMatch(grant -> grant.allows(who, right, kind, name));
    }

    /// Their names.
    public Set<String> names() {
        return snapshot().credentials.keySet();
    }

    /// What they may do.
    public List<AclEntry> grants() {
        return snapshot().grants;
    }

    /// Adds somebody, or gives them another password.
    ///
    /// @throws IllegalArgumentException if a name or a password cannot be one
    public void add(String name, String password) {
        if (!name.matches("[A-Za-z0-9._@-]{1,100}")) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no name; it has 1 to 100 letters, digits, dots, dashes, underscores and @");
        }
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a password has one character at least, and none of them is 0");
        }
        Snapshot now = read();
        now.credentials.put(name, List.of(ScramCredential.of(ScramMechanism.SHA_256, password),
                ScramCredential.of(ScramMechanism.SHA_512, password)));
        write(now);
    }

    /// Takes somebody out, with all that they may do; false if they are not in.
    public boolean remove(String name) {
        Snapshot now = read();
        boolean was = now.credentials.remove(name) != null;
        now.grants.removeIf(grant -> grant.user().equals(name));
        write(now);
        return was;
    }

    /// Lets somebody do something.
    ///
    /// @throws IllegalArgumentException if there is nobody of that name
    public void allow(AclEntry grant) {
        Snapshot now = read();
        if (!grant.user().equals("*") && !now.credentials.containsKey(grant.user())) {
            throw new IllegalArgumentException("there is no user " + grant.user() + "; add them first");
        }
        if (!now.grants.contains(grant)) {
            now.grants.add(grant);
        }
        write(now);
    }

    /// Takes something back; false if it was not allowed in these words.
    public boolean deny(AclEntry grant) {
        Snapshot now = read();
        boolean was = now.grants.remove(grant);
        write(now);
        return was;
    }

    /// Writes another file, for its owner alone, and puts it in the place of this one.
    private void write(Snapshot now) {
        var lines = new ArrayList<String>();
        now.credentials.forEach((name, credentials) ->
                credentials.forEach(credential -> lines.add("user " + name + " " + credential)));
        now.grants.forEach(grant -> lines.add("allow " + grant));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            Path other = posix ? Files.createTempFile(folder, "users", ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(folder, "users", ".new");
            Files.write(other, lines);
            new Folder(folder).rename(other, file.getFileName().toString());
            snapshot = read();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
