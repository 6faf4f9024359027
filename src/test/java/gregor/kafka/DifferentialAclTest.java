package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import gregor.kafka.security.AclEntry;
import gregor.kafka.security.UserFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists, creates and deletes the same ACLs on our broker and on Apache Kafka, whose administrators are `root` and a
/// super user.
class DifferentialAclTest {
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
                var ours = Admin.create(server.settings("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism",
                        "SCRAM-SHA-256", "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"root\""
                                + " password=\"root-secret\";"))) {
            assertThat(seen(ours)).isEqualTo(seen(theirs));
        }
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
        seen.add("left " + lines(admin.describeAcls(AclBindingFilter.ANY).values().get()));
        return seen;
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
