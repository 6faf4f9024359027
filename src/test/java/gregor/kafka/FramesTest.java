package gregor.kafka;

import module java.base;

import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private void send(int length, byte[] bytes) {
        sent.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        sent.writeBytes(bytes);
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private Frames received() {
        return new Frames(Channels.newChannel(new ByteArrayInputStream(sent.toByteArray())));
    }

    /// A channel that returns up to so many bytes at a time, and none every other time.
    private Frames dripping(int most) {
        var in = new ByteArrayInputStream(sent.toByteArray());
        return new Frames(new ReadableByteChannel() {
            private boolean dry;

            @Override
            public int read(ByteBuffer to) {
                dry = !dry;
                if (dry) {
                    return 0;
                }
                byte[] some = new byte[Math.min(most, to.remaining())];
                int count = in.read(some, 0, some.length);
                if (count > 0) {
                    to.put(some, 0, count);
                }
                return count;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        });
    }

    @Test
    void framesAreReadUntilTheEnd() throws IOException {
        send(8, bytes(8));
        send(9, bytes(9));
        Frames frames = received();
        assertThat(frames.next(100)).isEqualTo(ByteBuffer.wrap(bytes(8)));
        assertThat(frames.next(100)).isEqualTo(ByteBuffer.wrap(bytes(9)));
        assertThat(frames.next(100)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void bytesMayArriveInChunksOfAnySize(int most) throws IOException {
        send(200_000, bytes(200_000));
        send(10, bytes(10));
        Frames frames = dripping(most);
        ByteBuffer first = frames.next(1 << 20);
        assertThat(first.remaining()).as("the bytes of the first frame").isEqualTo(200_000);
        assertThat(first.mismatch(ByteBuffer.wrap(bytes(200_000)))).as("the first wrong byte of the first frame")
                .isEqualTo(-1);
        assertThat(frames.next(1 << 20)).as("the second frame, of 10 bytes").isEqualTo(ByteBuffer.wrap(bytes(10)));
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 7, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aLengthOutOfRangeClosesTheConnection(int length) {
        send(length, bytes(200));
        assertThatThrownBy(() -> received().next(100)).isInstanceOf(CloseConnectionException.class)
                .has(messageWith("" + length, "8", "100"));
    }

    @Test
    void aFrameOfTheMaximumSizeIsRead() throws IOException {
        send(100, bytes(100));
        assertThat(received().next(100).remaining()).isEqualTo(100);
    }

    @Test
    void anEndInsideAFrameIsAnError() {
        send(20, bytes(12));
        assertThatThrownBy(() -> received().next(100)).as("12 of 20 bytes").isInstanceOf(EOFException.class);
        sent.reset();
        sent.writeBytes(new byte[3]);
        assertThatThrownBy(() -> received().next(100)).as("3 of the 4 bytes of a length")
                .isInstanceOf(EOFException.class);
    }

    @Test
    void theBufferMayBeForbiddenToGrow() {
        send(40_000, bytes(40_000));
        var frames = new Frames(Channels.newChannel(new ByteArrayInputStream(sent.toByteArray())),
                (start, bytes, held) -> {
                    throw new IllegalStateException(bytes + " bytes, " + (held > 16_384));
                });
        assertThatThrownBy(() -> frames.next(100_000)).hasMessage("40000 bytes, true");
    }

    /// Announcing two gigabytes a thousand times, with ten bytes each, must not allocate two gigabytes a thousand
    /// times.
    @Test
    void theBufferGrowsOnlyAsBytesArrive() {
        send(Integer.MAX_VALUE - 8, bytes(10));
        for (int client = 0; client < 1000; client++) {
            assertThatThrownBy(() -> received().next(Integer.MAX_VALUE)).isInstanceOf(EOFException.class);
        }
    }
}
