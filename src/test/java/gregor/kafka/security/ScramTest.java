package gregor.kafka.security;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Utf8;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SCRAM exchanges, with right and wrong messages of a client.
class ScramTest {
    @TempDir
    private Path folder;
    private UserFile users;

    @BeforeEach
    void pencil() {
        users = UserFile.in(folder.resolve("users"));
        users.add("user", "pencil");
    }

    /// The example in RFC 7677.
    @Test
    void theExampleOfRfc7677() {
        var mechanism = ScramMechanism.SHA_256;
        ScramCredential credential = ScramCredential.of(mechanism, "pencil",
                Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        byte[] talk = Utf8.bytes(
                "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        byte[] signature = mechanism.mac(credential.storedKey(), talk);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        assertThat(mechanism.hash(proof)).isEqualTo(credential.storedKey());
        assertThat(mechanism.mac(credential.serverKey(), talk))
                .isEqualTo(Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertThat(ScramCredential.parse(credential.toString())).hasToString(credential.toString());
    }

    /// The second message of a client.
    private static String last(ScramMechanism mechanism, String password, String first, String answer, String binding,
            String nonce) {
        byte[] salt = Base64.getDecoder().decode(answer.replaceAll(".*,s=([^,]+),.*", "$1"));
        byte[] salted = mechanism.salted(password, salt, Integer.parseInt(answer.replaceAll(".*,i=", "")));
        byte[] key = mechanism.mac(salted, Utf8.bytes("Client Key"));
        String unproven = "c=" + Base64.getEncoder().encodeToString(Utf8.bytes(binding)) + ",r=" + nonce;
        byte[] signature = mechanism.mac(mechanism.hash(key), Utf8.bytes(first + "," + answer + "," + unproven));
        for (int i = 0; i < key.length; i++) {
            key[i] ^= signature[i];
        }
        return unproven + ",p=" + Base64.getEncoder().encodeToString(key);
    }

    private static String nonce(String answer) {
        return answer.replaceAll("r=([^,]+),.*", "$1");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheRightPasswordLogsIn(ScramMechanism mechanism) {
        String first = "n=user,r=abc";
        var login = new ScramSaslServer(users, mechanism);
        String answer = new String(login.step(Utf8.bytes("n,," + first)));
        assertThat(nonce(answer)).startsWith("abc").hasSizeGreaterThan(20);
        assertThat(login.user()).isEmpty();
        assertThat(new String(login.step(Utf8.bytes(last(mechanism, "pencil", first, answer, "n,,", nonce(answer))))))
                .startsWith("v=");
        assertThat(login.user()).hasValue("user");

        var wrong = new ScramSaslServer(users, mechanism);
        String other = new String(wrong.step(Utf8.bytes("n,," + first)));
        assertThatThrownBy(() -> wrong.step(Utf8.bytes(last(mechanism, "pencil2", first, other, "n,,", nonce(other)))))
                .isInstanceOf(SaslAuthenticationException.class);
        assertThat(wrong.user()).isEmpty();
    }

    /// CVE-2024-56128: a server that accepts another nonce accepts a recorded login.
    @Test
    void anotherNonceOrBindingIsRejected() {
        String first = "n=user,r=abc";
        for (String[] lie : new String[][]{{"n,,", "abc"}, {"n,,", null}, {"y,,", ""}}) {
            var login = new ScramSaslServer(users, ScramMechanism.SHA_256);
            String answer = new String(login.step(Utf8.bytes("n,," + first)));
            String nonce = lie[1] == null
                    ? "abc" + "x".repeat(nonce(answer).length() - 3)
                    : lie[1].isEmpty() ? nonce(answer) : lie[1];
            assertThatThrownBy(
                    () -> login.step(Utf8.bytes(last(ScramMechanism.SHA_256, "pencil", first, answer, lie[0], nonce))))
                    .isInstanceOf(SaslAuthenticationException.class).hasMessage("wrong user name or password");
        }
    }

    @Test
    void anUnknownUserLooksLikeAKnownOne() {
        String one = new String(
                new ScramSaslServer(users, ScramMechanism.SHA_512).step(Utf8.bytes("n,,n=nobody,r=abc")));
        String again = new String(
                new ScramSaslServer(users, ScramMechanism.SHA_512).step(Utf8.bytes("n,,n=nobody,r=abc")));
        assertThat(one).matches("r=abc[^,]{20,},s=[^,]{20,},i=8192");
        assertThat(one.replaceAll("r=[^,]+,", "")).as("the same salt each time")
                .isEqualTo(again.replaceAll("r=[^,]+,", ""));
        assertThat(users.credential("nobody", ScramMechanism.SHA_256).matches("")).isFalse();
        assertThat(users.credential("user", ScramMechanism.SHA_256).matches("pencil")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,,", "n,,n=user", "n,,n=user,r=", "p=tls-unique,,n=user,r=a", "n,a=admin,n=user,r=a",
            "n,,n=,r=a", "\0", "n,,r=a,n=user"})
    void aMalformedFirstMessageIsRejected(String said) {
        assertThatThrownBy(() -> new ScramSaslServer(users, ScramMechanism.SHA_256).step(Utf8.bytes(said)))
                .isInstanceOf(SaslAuthenticationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=biws", "c=biws,r=abc", "c=biws,r=abc,p=", "c=biws,r=abc,p=%%%",
            "c=biws,r=abc,p=AAAA", "n,,n=user,r=a"})
    void aMalformedLastMessageIsRejected(String said) {
        var login = new ScramSaslServer(users, ScramMechanism.SHA_256);
        login.step(Utf8.bytes("n,,n=user,r=abc"));
        assertThatThrownBy(() -> login.step(Utf8.bytes(said))).isInstanceOf(SaslAuthenticationException.class);
    }

    /// A message before login may have 16 KiB. A regular expression with a group for each attribute would end with a
    /// StackOverflowError.
    @Test
    void messagesOfThousandsOfAttributesAreRead() {
        String many = ",x=1".repeat(4_000);
        var login = new ScramSaslServer(users, ScramMechanism.SHA_256);
        String first = "n=user,r=abc" + many;
        String answer = new String(login.step(Utf8.bytes("n,," + first)));
        byte[] last = Utf8.bytes("c=biws,r=" + nonce(answer) + many + many + ",p=AAAA");
        assertThatThrownBy(() -> login.step(last)).isInstanceOf(SaslAuthenticationException.class)
                .hasMessageContaining("the proof has 3 bytes");
    }
}
