package gregor.door;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionQuotasTest {
    private final InetSocketAddress one = new InetSocketAddress("127.0.0.1", 1);
    private final InetSocketAddress two = new InetSocketAddress("127.0.0.2", 1);

    @Test
    void anAddressGetsItsShareAndNoMore() {
        var quotas = new ConnectionQuotas(3, 2);
        assertThat(quotas.enter(one)).isEmpty();
        assertThat(quotas.enter(one)).isEmpty();
        assertThat(quotas.enter(one)).hasValueSatisfying(why -> assertThat(why).contains("this address has 2"));
        assertThat(quotas.enter(two)).as("a refused connection does not count").isEmpty();
        assertThat(quotas.enter(two)).hasValueSatisfying(why -> assertThat(why).contains("this broker has 3"));
        quotas.leave(one);
        assertThat(quotas.enter(two)).isEmpty();
    }
}
