package gregor.kafka.security;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.kafka.Authorizer.AclOperation;
import gregor.kafka.Authorizer.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {
    @TempDir
    private Path folder;

    private UserFile users() {
        return UserFile.in(folder.resolve("users"));
    }

    @Test
    void everythingElseIsDenied() {
        UserFile users = users();
        users.add("alice", "a");
        users.add("bob", "b");
        assertThat(users.allows("User:alice", AclOperation.READ, ResourceType.TOPIC, "orders")).isFalse();
        users.allow(AclEntry.parse("alice read,write topic orders-*"));
        users.allow(AclEntry.parse("* read topic news"));
        users.allow(AclEntry.parse("bob all broker"));
        assertThat(users.allows("User:alice", AclOperation.WRITE, ResourceType.TOPIC, "orders-1")).isTrue();
        assertThat(users.allows("User:alice", AclOperation.ADMIN, ResourceType.TOPIC, "orders-1")).isFalse();
        assertThat(users.allows("User:alice", AclOperation.WRITE, ResourceType.GROUP, "orders-1")).isFalse();
        assertThat(users.allows("User:alice", AclOperation.WRITE, ResourceType.TOPIC, "orders")).isFalse();
        assertThat(users.allows("User:bob", AclOperation.WRITE, ResourceType.TOPIC, "orders-1")).isFalse();
        assertThat(users.allows("User:bob", AclOperation.READ, ResourceType.TOPIC, "news")).isTrue();
        assertThat(users.allows("User:bob", AclOperation.ADMIN, ResourceType.BROKER, "")).isTrue();
        assertThat(users.allows("User:ANONYMOUS", AclOperation.READ, ResourceType.TOPIC, "news"))
                .as("an anonymous client has no permissions").isFalse();
        assertThat(users.allows("alice", AclOperation.WRITE, ResourceType.TOPIC, "orders-1")).isFalse();
        assertThat(users.deny(AclEntry.parse("alice read,write topic orders-*"))).isTrue();
        assertThat(users.deny(AclEntry.parse("alice read,write topic orders-*"))).isFalse();
        assertThat(users().allows("User:alice", AclOperation.WRITE, ResourceType.TOPIC, "orders-1")).isFalse();
        assertThat(users.remove("bob")).isTrue();
        assertThat(users().allows("User:bob", AclOperation.ADMIN, ResourceType.BROKER, "")).isFalse();
    }

    @Test
    void theFileHoldsNoPasswordAndOnlyItsOwnerReadsIt() throws IOException {
        users().add("alice", "a password that nobody guesses");
        String text = Files.readString(folder.resolve("users"));
        assertThat(text).doesNotContain("guesses").contains("user alice SCRAM-SHA-256 8192 ",
                "user alice SCRAM-SHA-512 8192 ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("users"))))
                .isEqualTo("rw-------");
        users().add("alice", "another");
        assertThat(users().credential("alice", ScramMechanism.SHA_256).matches("another")).isTrue();
        assertThat(users().names()).containsExactly("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "allow alice", "allow alice read", "allow alice read topic",
            "allow alice eat topic x", "allow alice read soup x", "allow alice read topic a*b",
            "allow alice read topic x y", "allow alice read broker x y", "user alice", "user alice PLAIN secret",
            "hello", "user alice SCRAM-SHA-256 8192 % % %"})
    void aMalformedLineIsReportedWithItsNumber(String line) throws IOException {
        Files.writeString(folder.resolve("users"), "# who may come in\n\n" + line + "\n");
        assertThatThrownBy(this::users).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("users, line 3: ");
    }

    @Test
    void namesAndPasswordsAreChecked() {
        assertThatThrownBy(() -> users().add("a b", "x")).hasMessageContaining("is no user name");
        assertThatThrownBy(() -> users().add("alice", "")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> users().allow(AclEntry.parse("alice all topic *")))
                .hasMessageContaining("unknown user alice");
    }
}
