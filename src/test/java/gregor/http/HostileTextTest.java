package gregor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Utf8;
import org.junit.jupiter.api.Test;

/// Texts of strangers that would make a recursive parser or a regular expression with backtracking fail.
class HostileTextTest {
    @Test
    void deeplyNestedJsonIsRejected() {
        for (String open : new String[]{"[", "{\"a\":"}) {
            byte[] body = Utf8.bytes("{\"a\":" + open.repeat(100_000));
            assertThatThrownBy(() -> JsonBody.object(body)).isInstanceOf(HttpException.class)
                    .hasMessageContaining("nests too deeply");
            assertThat(JsonBody.read(body)).isEmpty();
        }
    }

    @Test
    void anAcceptHeaderOfManySpacesIsReadInLinearTime() {
        String spaces = " ".repeat(1_000_000);
        assertThat(Accept.names("text/html" + spaces + "x;q=1", "text/html")).isFalse();
        assertThat(Accept.names("text/html" + spaces + ";" + spaces + "q=0.000", "text/html")).isFalse();
        assertThat(Accept.names("text/html" + spaces + ";" + spaces + "q=0.001", "text/html")).isTrue();
    }
}
