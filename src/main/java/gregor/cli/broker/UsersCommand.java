package gregor.cli.broker;

import module java.base;

import gregor.cli.console.CommandException;
import gregor.cli.console.HumanText;
import gregor.cli.console.OutputOption;
import gregor.cli.console.TerminalStreams;
import gregor.cli.console.TextTable;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// `gregor users`: the users of the door for Kafka's clients, and their rights.
@Command(name = "users", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Manage the users of the door for Kafka's clients, and their rights.",
                "The file holds no passwords, only what is needed to check them (SCRAM). A running broker applies a "
                        + "change within a second."})
final class UsersCommand {
    private static final TextTable<List<String>> RIGHTS = rights("user", "rights", "kind", "name");

    private static TextTable<List<String>> rights(String... words) {
        var table = new TextTable<List<String>>();
        for (int i = 0; i < words.length; i++) {
            int at = i;
            table.column(words[i], words[i], row -> at < row.size() ? Optional.of(row.get(at)) : Optional.empty());
        }
        return table;
    }

    @Option(names = "--file", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "The file; by default the file users in the data folder.")
    private Path file;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT,
            description = "The folder with the broker's data; by default the folder data of Gregor.")
    private Path data;

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add a user, or change the password of one.")
    void add(@Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password", paramLabel = "PASSWORD",
                    description = "Other users can see what you type; use the variable. By default the command asks "
                            + "for it, or reads the first line of the input.") String password) {
        users().add(name, password == null ? ask(name) : password);
        System.out
                .println(name + " can log in, and has no rights yet: ./gregor users allow " + name + " all topic '*'");
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Remove a user, with all rights.")
    void remove(@Parameters(paramLabel = "NAME") String name) {
        if (!users().remove(name)) {
            throw new CommandException("there is no user " + name);
        }
        System.out.println(name + " can no longer log in.");
    }

    @Command(name = "allow", mixinStandardHelpOptions = true,
            description = "Give a user rights: alice read,write topic 'orders-*'; alice read group billing; "
                    + "alice write transactional-id 'shop-*'; admin all broker.")
    void allow(@Mixin Grant words) {
        AclEntry grant = words.entry();
        users().allow(grant);
        System.out.println("allow " + grant);
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description = "Take rights back, in the words of allow.")
    void deny(@Mixin Grant words) {
        AclEntry grant = words.entry();
        if (!users().deny(grant)) {
            throw new CommandException("no line says: allow " + grant + "; ./gregor users list shows all lines");
        }
        System.out.println("No longer: allow " + grant);
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the users and their rights.")
    void list(@Mixin OutputOption output) {
        UserFile users = users();
        List<AclEntry> entries = users.entries();
        Stream<String> silent = users.names().stream()
                .filter(name -> entries.stream().noneMatch(entry -> entry.user().equals(name)));
        List<List<String>> rows = Stream.concat(silent, entries.stream().map(AclEntry::toString))
                .map(line -> List.of(line.split(" "))).sorted(Comparator.comparing(List::getFirst)).toList();
        output.table("users", RIGHTS, rows, "there are no users yet; ./gregor users add NAME adds one", List.of());
    }

    /// The words of a line that gives rights to a user.
    static final class Grant {
        @Parameters(index = "0", paramLabel = "USER", description = "A user, or '*' for all.")
        private String user;

        @Parameters(index = "1", paramLabel = "RIGHTS",
                description = "read, write, admin, several with commas, or all.")
        private String rights;

        @Parameters(index = "2", paramLabel = "KIND", description = "topic, group or broker.")
        private String kind;

        @Parameters(index = "3", arity = "0..1", paramLabel = "NAME",
                description = "The name of a topic or group, or a prefix and '*'; none for broker.")
        private String name;

        private AclEntry entry() {
            return AclEntry.parse(String.join(" ", user, rights, kind, name == null ? "" : name));
        }
    }

    private UserFile users() {
        return UserFile.in(file == null ? DataOptions.folder(data).resolve("users") : HumanText.path(file));
    }

    private static String ask(String name) {
        Console console = System.console();
        if (TerminalStreams.in() && console != null) {
            char[] typed = console.readPassword("Password of %s: ", name);
            return typed == null ? "" : new String(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the password", e);
        }
    }
}
