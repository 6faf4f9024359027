package gregor.door;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @Test
    void anAddressComesBackAsItWas() {
        assertThat(HostPort.parse(":9999")).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9999));
        assertThat(HostPort.parse("[::1]:80").getAddress().isLoopbackAddress()).isTrue();
        assertThat(HostPort.text(HostPort.parse("localhost:7750"))).isEqualTo("localhost:7750");
        assertThat(HostPort.text(HostPort.parse("[0:0:0:0:0:0:0:1]:80"))).startsWith("[").endsWith("]:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:", "::1:80", "localhost:99999", "localhost:-1", "localhost:x"})
    void anotherFormIsRefused(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).hasMessageContaining("host:port");
    }
}
