package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ACLs over the users file: `root` administers the broker, `alice` reads some topics.
@Timeout(60)
class AclTest {
    @TempDir
    private Path folder;
    private Path file;
    private KafkaTestServer server;
    private Admin root;
    private Admin alice;

    @BeforeEach
    void open() {
        file = folder.resolve("users");
        UserFile users = UserFile.in(file);
        users.add("alice", "alice-secret");
        users.add("root", "root-secret");
        for (String entry : List.of("root all topic *", "root all group *", "root all broker",
                "alice read topic orders-*")) {
            users.allow(AclEntry.parse(entry));
        }
        server = new KafkaTestServer(BrokerSettings.inMemory(folder.resolve("data")),
                settings -> settings.withUsers(users));
        root = admin("root");
        alice = admin("alice");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Object[] login(String user) {
        return new Object[]{"security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-256",
                "sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                        + user + "\" password=\"" + user + "-secret\";"};
    }

    private Admin admin(String user) {
        return server.closeLater(Admin.create(server.settings(login(user))));
    }

    private static AclBinding acl(ResourceType type, String name, PatternType pattern, String user,
            AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, name, pattern),
                new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
    }

    private static AclBinding topic(String name, AclOperation operation) {
        return acl(ResourceType.TOPIC, name, PatternType.LITERAL, "User:alice", operation);
    }

    private static AclBinding[] topic(String name, AclOperation... operations) {
        return Arrays.stream(operations).map(operation -> topic(name, operation)).toArray(AclBinding[]::new);
    }

    private static List<AclBinding> listed(Admin admin, AclBindingFilter filter) throws Exception {
        return List.copyOf(admin.describeAcls(filter).values().get());
    }

    /// The permissions, as the command `gregor users list` prints them.
    private List<String> entries() {
        return UserFile.in(file).entries().stream().map(AclEntry::toString).filter(entry -> !entry.startsWith("root"))
                .toList();
    }

    /// Creates ACLs in one request, and returns those that were refused, with the reasons.
    private List<String> refused(AclBinding... bindings) throws Exception {
        var refused = new ArrayList<String>();
        for (var result : root.createAcls(List.of(bindings)).values().entrySet()) {
            try {
                result.getValue().get();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(InvalidRequestException.class);
                refused.add(result.getKey().entry().operation() + ": " + e.getCause().getMessage());
            }
        }
        return refused;
    }

    private static Throwable cause(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowable(call).getCause();
    }

    @Test
    void permissionsAreListedAsAcls() throws Exception {
        assertThat(listed(root, AclBindingFilter.ANY)).containsExactlyInAnyOrder(
                acl(ResourceType.TOPIC, "*", PatternType.LITERAL, "User:root", AclOperation.ALL),
                acl(ResourceType.GROUP, "*", PatternType.LITERAL, "User:root", AclOperation.ALL),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "User:root", AclOperation.ALTER),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "User:root",
                        AclOperation.DESCRIBE_CONFIGS),
                acl(ResourceType.TOPIC, "orders-", PatternType.PREFIXED, "User:alice", AclOperation.READ));
        var matching = new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.TOPIC, "orders-1", PatternType.MATCH),
                new AccessControlEntryFilter("User:alice", null, AclOperation.ANY, AclPermissionType.ANY));
        assertThat(listed(root, matching)).singleElement()
                .isEqualTo(acl(ResourceType.TOPIC, "orders-", PatternType.PREFIXED, "User:alice", AclOperation.READ));
    }

    @Test
    void createdAclsAreValidAtOnceAndInTheFile() throws Exception {
        root.createTopics(List.of(new NewTopic("bills", 1, (short) 1))).all().get();
        assertThat(cause(() -> alice.describeTopics(List.of("bills")).allTopicNames().get()))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThat(refused(topic("bills", AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE))).isEmpty();
        assertThat(entries()).containsExactly("alice read topic orders-*", "alice read,write topic bills");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(alice.describeTopics(List.of("bills")).allTopicNames().get()).containsKey("bills");
        server.producer(login("alice")).send(new ProducerRecord<>("bills", "x")).get();

        assertThat(refused(topic("bills", AclOperation.WRITE))).as("is there already").isEmpty();
        assertThat(entries()).hasSize(2);
        var deleted = root.deleteAcls(List.of(topic("bills", AclOperation.WRITE).toFilter())).all().get();
        assertThat(deleted).containsExactly(topic("bills", AclOperation.WRITE));
        assertThat(entries()).containsExactly("alice read topic orders-*", "alice read topic bills");
        root.deleteAcls(List.of(new AclBindingFilter(ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:alice", null, AclOperation.ANY, AclPermissionType.ANY)))).all()
                .get();
        assertThat(entries()).isEmpty();
        assertThat(cause(() -> alice.describeTopics(List.of("bills")).allTopicNames().get()))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    /// CREATE, DELETE, ALTER and ALTER_CONFIGS are one permission of ours.
    @Test
    void administrationIsCreatedAndDeletedAsAWhole() throws Exception {
        AclBinding[] all = topic("bills", AclOperation.CREATE, AclOperation.DELETE, AclOperation.ALTER,
                AclOperation.ALTER_CONFIGS);
        assertThat(refused(topic("bills", AclOperation.READ, AclOperation.CREATE))).singleElement().asString()
                .startsWith("CREATE: CREATE on a TOPIC cannot be separated")
                .contains("name all of them in one request");
        assertThat(entries()).contains("alice read topic bills").doesNotContain("alice admin topic bills");
        assertThat(refused(all)).isEmpty();
        assertThat(entries()).contains("alice admin topic bills");
        assertThat(listed(root, AclBindingFilter.ANY)).contains(all);
        alice.createTopics(List.of(new NewTopic("bills", 1, (short) 1))).all().get();
        var filters = Stream.of(all).map(AclBinding::toFilter).toList();
        var result = root.deleteAcls(List.of(filters.getFirst(), topic("bills", AclOperation.READ).toFilter()));
        assertThat(cause(() -> result.values().get(filters.getFirst()).get()))
                .isInstanceOf(InvalidRequestException.class).hasMessageContaining("cannot be divided");
        assertThat(result.values().get(topic("bills", AclOperation.READ).toFilter()).get().values()).hasSize(1);
        assertThat(entries()).contains("alice admin topic bills").doesNotContain("alice read topic bills");
        assertThat(root.deleteAcls(filters).all().get()).containsExactlyInAnyOrder(all);
        assertThat(entries()).containsExactly("alice read topic orders-*");
    }

    @Test
    void groupsAndTheClusterHavePermissionsToo() throws Exception {
        assertThat(refused(acl(ResourceType.GROUP, "billing", PatternType.LITERAL, "User:alice", AclOperation.READ),
                acl(ResourceType.GROUP, "billing", PatternType.LITERAL, "User:alice", AclOperation.DELETE),
                acl(ResourceType.GROUP, "team-", PatternType.PREFIXED, "User:*", AclOperation.ALL),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "User:alice", AclOperation.ALTER),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "User:alice", AclOperation.DESCRIBE),
                acl(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, "User:alice",
                        AclOperation.DESCRIBE_CONFIGS)))
                .isEmpty();
        assertThat(entries()).containsExactlyInAnyOrder("alice read topic orders-*", "alice read,admin group billing",
                "* read,write,admin group team-*", "alice admin broker");
        assertThat(listed(alice, AclBindingFilter.ANY)).as("alice administers the broker now").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"TOPIC|x|LITERAL|User:bob|*|READ|ALLOW|unknown user bob",
            "TOPIC|x|LITERAL|Group:alice|*|READ|ALLOW|must be User:NAME",
            "TOPIC|x|LITERAL|User:alice|10.0.0.1|READ|ALLOW|valid for all hosts",
            "TOPIC|x|LITERAL|User:alice|*|READ|DENY|ALLOW only",
            "TOPIC|x*|LITERAL|User:alice|*|READ|ALLOW|no * and no white space",
            "TOPIC|x y|LITERAL|User:alice|*|READ|ALLOW|no * and no white space",
            "TOPIC|*|PREFIXED|User:alice|*|READ|ALLOW|no * and no white space",
            "TOPIC|x|LITERAL|User:alice|*|DESCRIBE|ALLOW|cannot be stored",
            "TOPIC|x|LITERAL|User:alice|*|IDEMPOTENT_WRITE|ALLOW|cannot be stored",
            "TOPIC|x|LITERAL|User:alice|*|ALTER|ALLOW|name all of them",
            "GROUP|x|LITERAL|User:alice|*|WRITE|ALLOW|cannot be stored",
            "CLUSTER|kafka-cluster|LITERAL|User:alice|*|ALL|ALLOW|cannot be stored",
            "CLUSTER|x|LITERAL|User:alice|*|ALTER|ALLOW|The only valid name",
            "TRANSACTIONAL_ID|x|LITERAL|User:alice|*|READ|ALLOW|cannot be stored",
            "DELEGATION_TOKEN|x|LITERAL|User:alice|*|DESCRIBE|ALLOW|TOPIC, GROUP, TRANSACTIONAL_ID and CLUSTER"})
    void anAclThatTheFileCannotExpressIsRefused(ResourceType type, String name, PatternType pattern, String principal,
            String host, AclOperation operation, AclPermissionType permission, String message) throws Exception {
        List<String> before = Files.readAllLines(file);
        assertThat(refused(new AclBinding(new ResourcePattern(type, name, pattern),
                new AccessControlEntry(principal, host, operation, permission)))).singleElement().asString()
                .contains(message);
        assertThat(Files.readAllLines(file)).isEqualTo(before);
    }

    /// A name with a line break could add a line of its own.
    @Test
    void aNameCannotAddALine() throws Exception {
        assertThat(refused(acl(ResourceType.GROUP, "x\nallow alice all broker", PatternType.LITERAL, "User:alice",
                AclOperation.READ))).hasSize(1);
        assertThat(refused(topic("x\u2003", AclOperation.READ))).hasSize(1);
        assertThat(entries()).containsExactly("alice read topic orders-*");
    }

    @Test
    void onlyAnAdministratorOfTheBrokerListsAndChangesAcls() throws Exception {
        List<String> before = Files.readAllLines(file);
        assertThat(cause(() -> listed(alice, AclBindingFilter.ANY))).isInstanceOf(ClusterAuthorizationException.class);
        assertThat(cause(() -> alice.createAcls(List.of(topic("x", AclOperation.ALL))).all().get()))
                .isInstanceOf(ClusterAuthorizationException.class);
        assertThat(cause(() -> alice.deleteAcls(List.of(AclBindingFilter.ANY)).all().get()))
                .isInstanceOf(ClusterAuthorizationException.class);
        assertThat(Files.readAllLines(file)).isEqualTo(before);
    }

    /// MirrorMaker 2 asks each broker for ACLs, and expects this error of one without users.
    @Test
    void withoutUsersThereAreNoAcls() {
        try (var other = new KafkaTestServer(BrokerSettings.inMemory(folder.resolve("other")))) {
            Admin admin = other.admin();
            for (Throwable error : List.of(cause(() -> admin.describeAcls(AclBindingFilter.ANY).values().get()),
                    cause(() -> admin.createAcls(List.of(topic("x", AclOperation.READ))).all().get()),
                    cause(() -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get()))) {
                assertThat(error).isInstanceOf(SecurityDisabledException.class)
                        .hasMessageContaining("No Authorizer is configured");
            }
        }
    }

    /// Writers in several threads, as in several processes, lose nothing.
    @Test
    void concurrentChangesAreAllStored() throws Exception {
        var threads = new ArrayList<Thread>();
        for (int writer = 0; writer < 4; writer++) {
            String prefix = "t" + writer + "-";
            UserFile own = UserFile.in(file);
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10; i++) {
                    own.allow(AclEntry.parse("alice read topic " + prefix + i));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(entries()).hasSize(41);
    }
}
