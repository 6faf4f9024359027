package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists, creates and deletes the same ACLs on our broker and on Apache Kafka, whose administrators are `root` and a
/// super user: by an [Admin], and by Kafka's command `kafka-acls.sh`.
class DifferentialAclTest {
    private static final Object[] LOGIN = {"security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-256",
            "sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"root\""
                    + " password=\"root-secret\";"};
    /// Each changes one ACL, or none.
    private static final List<String> COMMANDS = List.of(
            "--add --allow-principal User:alice --operation Read --topic orders",
            "--add --allow-principal User:alice --operation Write --topic orders",
            "--add --allow-principal User:bob --operation Read --topic ord --resource-pattern-type prefixed",
            "--add --allow-principal User:bob --operation Read --group billing", "--list", "--list --topic orders",
            "--list --topic orders --resource-pattern-type match", "--list --group billing",
            "--list --principal User:bob", "--list --topic nothing",
            "--remove --force --allow-principal User:alice --operation Write --topic orders", "--list --topic orders",
            "--remove --force --group billing", "--list");

    @TempDir
    private Path folder;

    @Test
    void aclsAreCreatedListedAndDeletedAlike() throws Exception {
        UserFile users = UserFile.in(folder.resolve("users"));
        List.of("alice", "bob", "root").forEach(user -> users.add(user, user + "-secret"));
        Stream.of("root all topic *", "root all group *", "root all broker").map(AclEntry::parse).forEach(users::allow);
        try (var kafka = new ApacheKafka(Map.of("authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users", "User:ANONYMOUS"));
                var theirs = Admin.create(Map.of("bootstrap.servers", kafka.address()));
                var server = new KafkaTestServer(BrokerSettings.inMemory(folder.resolve("data")),
                        settings -> settings.withUsers(users));
                var ours = Admin.create(server.settings(LOGIN))) {
            assertThat(seen(ours)).isEqualTo(seen(theirs));
            for (Admin admin : List.of(ours, theirs)) {
                admin.deleteAcls(List.of("User:alice", "User:bob", "User:*").stream()
                        .map(user -> filter(ResourceType.ANY, null, PatternType.ANY, user, AclOperation.ANY)).toList())
                        .all().get();
                awaitAcls(admin, 0);
            }
            Path login = Files.write(folder.resolve("login.properties"),
                    IntStream.range(0, LOGIN.length / 2).mapToObj(i -> LOGIN[2 * i] + "=" + LOGIN[2 * i + 1]).toList());
            assertThat(printed(ours, server.address() + " --command-config " + login))
                    .isEqualTo(printed(theirs, kafka.address())).hasSizeGreaterThan(20);
        }
    }

    /// Returns what the command prints, without the ACLs of `root` and the state after a change, which a broker of Apache
    /// Kafka learns later.
    private static List<String> printed(Admin admin, String broker) throws Exception {
        var printed = new ArrayList<String>();
        int acls = 0;
        for (var command : COMMANDS) {
            String text = run("--bootstrap-server " + broker + " " + command);
            text.replaceAll("(?s)Current ACLs.*", command.contains("--list") ? "$0" : "").lines().map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.contains("root")).sorted().forEach(printed::add);
            acls += command.contains("--add") ? 1 : command.contains("--remove") ? -1 : 0;
            awaitAcls(admin, acls);
        }
        return printed.stream().filter(line -> !line.matches("Current ACLs.*(CLUSTER|name=\\*).*")).toList();
    }

    private static String run(String args) {
        PrintStream out = System.out;
        var said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            Exit.setExitProcedure((status, message) -> {
                throw new IllegalStateException(args + " ended with " + status + ": " + message + said);
            });
            AclCommand.main(args.split(" "));
        } finally {
            System.setOut(out);
            Exit.resetExitProcedure();
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static AclBinding acl(ResourceType type, String name, PatternType pattern, String user,
            AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static AclBindingFilter filter(ResourceType type, String name, PatternType pattern, String user,
            AclOperation operation) {
        return new AclBindingFilter(new ResourcePatternFilter(type, name, pattern),
                new AccessControlEntryFilter(user, null, operation, AclPermissionType.ANY));
    }

    private static List<String> seen(Admin admin) throws Exception {
        var seen = new ArrayList<String>();
        create(admin, seen, acl(ResourceType.TOPIC, "orders", PatternType.LITERAL, "alice", AclOperation.READ),
                acl(ResourceType.TOPIC, "orders", PatternType.LITERAL, "bob", AclOperation.WRITE),
                acl(ResourceType.TOPIC, "ord", PatternType.PREFIXED, "bob", AclOperation.READ),
                acl(ResourceType.TOPIC, "*", PatternType.LITERAL, "*", AclOperation.ALL),
                acl(ResourceType.GROUP, "billing", PatternType.LITERAL, "alice", AclOperation.READ),
                acl(ResourceType.GROUP, "billing", PatternType.LITERAL, "alice", AclOperation.DELETE),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "bob", AclOperation.ALTER),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "bob", AclOperation.DESCRIBE_CONFIGS),
                acl(ResourceType.CLUSTER, "other", PatternType.LITERAL, "bob", AclOperation.ALTER),
                acl(ResourceType.TOPIC, "", PatternType.LITERAL, "bob", AclOperation.READ));
        create(admin, seen, acl(ResourceType.TOPIC, "bills", PatternType.LITERAL, "bob", AclOperation.CREATE),
                acl(ResourceType.TOPIC, "bills", PatternType.LITERAL, "bob", AclOperation.DELETE),
                acl(ResourceType.TOPIC, "bills", PatternType.LITERAL, "bob", AclOperation.ALTER),
                acl(ResourceType.TOPIC, "bills", PatternType.LITERAL, "bob", AclOperation.ALTER_CONFIGS));
        awaitAcls(admin, 12);
        for (AclBindingFilter filter : List.of(AclBindingFilter.ANY,
                filter(ResourceType.TOPIC, "orders", PatternType.MATCH, null, AclOperation.ANY),
                filter(ResourceType.TOPIC, "orders", PatternType.LITERAL, null, AclOperation.ANY),
                filter(ResourceType.TOPIC, null, PatternType.PREFIXED, null, AclOperation.ANY),
                filter(ResourceType.ANY, null, PatternType.ANY, "User:bob", AclOperation.ANY),
                filter(ResourceType.ANY, null, PatternType.ANY, "User:bob", AclOperation.READ),
                filter(ResourceType.GROUP, "billing", PatternType.ANY, null, AclOperation.ANY))) {
            seen.add(filter + ": " + lines(admin.describeAcls(filter).values().get()));
        }
        for (AclBindingFilter filter : List.of(
                filter(ResourceType.TOPIC, "orders", PatternType.LITERAL, null, AclOperation.ANY),
                filter(ResourceType.TOPIC, "nothing", PatternType.LITERAL, null, AclOperation.ANY),
                filter(ResourceType.ANY, null, PatternType.ANY, "User:bob", AclOperation.ANY))) {
            seen.add("deleted " + lines(admin.deleteAcls(List.of(filter)).all().get()));
        }
        awaitAcls(admin, 3);
        seen.add("left " + lines(admin.describeAcls(AclBindingFilter.ANY).values().get()));
        return seen;
    }

    /// Waits until as many ACLs are listed: a broker of Apache Kafka learns of a change after its controller has answered.
    private static void awaitAcls(Admin admin, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (lines(admin.describeAcls(AclBindingFilter.ANY).values().get()).size() != count
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static void create(Admin admin, List<String> seen, AclBinding... bindings) throws Exception {
        for (var result : admin.createAcls(List.of(bindings)).values().entrySet()) {
            try {
                result.getValue().get();
                seen.add("created " + result.getKey());
            } catch (ExecutionException e) {
                seen.add(e.getCause().getClass().getSimpleName() + " of " + result.getKey());
            }
        }
        seen.sort(null);
    }

    private static List<String> lines(Collection<AclBinding> bindings) {
        return bindings.stream().map(AclBinding::toString).filter(line -> !line.contains("User:root")).sorted()
                .toList();
    }
}
