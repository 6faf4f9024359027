package gregor.cli.broker;

import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import gregor.list.Sample;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// `gregor users`: who may come in by the door for Kafka's clients, and what they may do.
@Command(name = "users", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Say who may come in by the door for Kafka's clients, and what they may do there.",
            "The file holds no passwords, only what is needed to check them (SCRAM). A broker that runs sees a change within a second."})
final class UsersCommand {
    @Option(names = "--file", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "The file. Unless you name one, it is data/users of Gregor.")
    private Path file;

    @Command(name = "add", mixinStandardHelpOptions = true, description =
            "Add somebody, or give them another password.")
    int add(@Parameters(paramLabel = "NAME") String name,
            @Option(names = "--password", paramLabel = "PASSWORD",
                    description = "Better in the variable than typed, where others can see it. Without it, it is asked for, or is the first line of the input.") String password) {
        users().add(name, password == null ? ask(name) : password);
        System.out.println(name + " can come in, and may do nothing yet: ./gregor users allow " + name
                + " all topic '*'");
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description =
            "Take somebody out, with all that they may do.")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        if (!users().remove(name)) {
            throw new CommandException("there is no user " + name);
        }
        System.out.println(name + " can no longer come in.");
        return 0;
    }

    @Command(name = "allow", mixinStandardHelpOptions = true, description =
            "Let somebody do something: alice read,write topic 'orders-*'; alice read group billing; admin all broker.")
    int allow(@Parameters(paramLabel = "USER RIGHTS KIND [NAME]", arity = "3..4",
            description = "A user or '*'; read, write, admin or all; topic, group or broker; a name, or its beginning and '*'.") List<String> words) {
        AclEntry grant = AclEntry.parse(String.join(" ", words));
        users().allow(grant);
        System.out.println("allow " + grant);
        return 0;
    }

    @Command(name = "deny", mixinStandardHelpOptions = true, description =
            "Take back what allow has said, in the same words.")
    int deny(@Parameters(paramLabel = "USER RIGHTS KIND [NAME]", arity = "3..4") List<String> words) {
        AclEntry grant = AclEntry.parse(String.join(" ", words));
        if (!users().deny(grant)) {
            throw new CommandException("no line says: allow " + grant
                    + "; ./gregor users list shows those that there are");
        }
        System.out.println("No longer: allow " + grant);
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description =
            "Show who can come in, and what they may do.")
    int list() {
        UserFile users = users();
        users.names().forEach(System.out::println);
        users.entries().forEach(entry -> System.out.println("  allow " + entry));
        return 0;
    }

    private UserFile users() {
        return UserFile.in(file == null ? Sample.home().resolve("data").resolve("users") : Readable.path(file));
    }

    private static String ask(String name) {
        Console console = System.console();
        if (Tty.in() && console != null) {
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
