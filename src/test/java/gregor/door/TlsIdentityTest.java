package gregor.door;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    @TempDir
    private Path folder;

    private Path keyStore() throws IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname",
                "CN=localhost", "-storepass", "changeit", "-keystore", file.toString()).redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return file;
    }

    @Test
    void aKeyStoreGivesAContext() throws Exception {
        var identity = TlsIdentity.open(keyStore(), "changeit");
        assertThat(identity.keyManagers()).isNotEmpty();
        assertThat(identity.context().getProtocol()).isEqualTo("TLS");
        assertThat(identity.toString()).as("hides the password").doesNotContain("changeit");
    }

    @Test
    void aWrongPasswordIsReportedWithTheFile() throws Exception {
        Path file = keyStore();
        assertThatThrownBy(() -> TlsIdentity.open(file, "wrong")).isInstanceOf(DoorException.class)
                .hasMessageContaining("keys.p12").hasMessageContaining("password");
        var identity = new TlsIdentity(TlsIdentity.keyStore(file, "changeit"), "wrong".toCharArray());
        assertThatThrownBy(identity::context).isInstanceOf(DoorException.class).hasMessageContaining("password");
    }

    @Test
    void aMissingOrMalformedFileIsReported() throws IOException {
        assertThatThrownBy(() -> TlsIdentity.open(folder.resolve("none"), "x")).isInstanceOf(DoorException.class)
                .hasMessageContaining("none").hasMessageContaining("keytool");
        Path text = Files.writeString(folder.resolve("text"), "this is text");
        assertThatThrownBy(() -> TlsIdentity.open(text, "x")).isInstanceOf(DoorException.class)
                .hasMessageContaining("text");
    }
}
