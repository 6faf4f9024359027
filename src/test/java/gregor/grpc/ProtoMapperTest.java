package gregor.grpc;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import gregor.grpc.proto.GregorMessages;
import gregor.list.Event;
import gregor.list.Header;
import org.junit.jupiter.api.Test;

class ProtoMapperTest {
    private static final byte[] BYTES = {0, -1};

    @Test
    void anEventComesBackAsItWas() {
        var full = new Event(7, "k".getBytes(), BYTES, List.of(new Header("h", BYTES), new Header("i", BYTES)));
        assertThat(ProtoMapper.event(ProtoMapper.message(full), 99)).isEqualTo(full);
    }

    @Test
    void nullAndEmptyStayApart() {
        var nulls = new Event(7, null, null, List.of(new Header("h", null)));
        var empty = new Event(7, new byte[0], new byte[0], List.of(new Header("h", new byte[0])));
        assertThat(ProtoMapper.event(ProtoMapper.message(nulls), 99)).as("null key, value and header").isEqualTo(nulls);
        assertThat(ProtoMapper.event(ProtoMapper.message(empty), 99)).as("empty key, value and header")
                .isEqualTo(empty);
        assertThat(ProtoMapper.message(nulls).hasKey()).isFalse();
        assertThat(ProtoMapper.message(nulls).hasValue()).isFalse();
        assertThat(ProtoMapper.message(nulls).getHeaders(0).hasValue()).isFalse();
        assertThat(ProtoMapper.message(empty).hasValue()).isTrue();
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        byte[] noText = {(byte) 0xff, 0, (byte) 0xc3};
        var event = new Event(7, noText, noText, List.of(new Header("h", noText)));
        assertThat(ProtoMapper.event(ProtoMapper.message(event), 99)).as("bytes ff 00 c3 as key, value and header")
                .isEqualTo(event);
    }

    @Test
    void anEventWithoutATimestampGetsTheCurrentTime() {
        var message = GregorMessages.Event.newBuilder().setValue(ByteString.copyFrom(BYTES)).build();
        assertThat(ProtoMapper.event(message, 99).timestamp()).isEqualTo(99);
        assertThat(ProtoMapper.event(message.toBuilder().setTimestamp(0).build(), 99).timestamp())
                .as("0 is a timestamp").isZero();
    }

    @Test
    void headersKeepTheirOrder() {
        var event = new Event(7, null, BYTES,
                List.of(new Header("b", BYTES), new Header("a", BYTES), new Header("b", null)));
        assertThat(ProtoMapper.message(event).getHeadersList()).extracting(GregorMessages.Header::getKey)
                .containsExactly("b", "a", "b");
    }
}
