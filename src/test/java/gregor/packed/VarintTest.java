package gregor.packed;

import module java.base;

import static gregor.exercise.Wording.message;
import static gregor.exercise.Wording.messageWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "-1, 01", "1, 02", "63, 7e", "-64, 7f", "64, 80 01", "1000, d0 0f",
            "2147483647, fe ff ff ff 0f", "-2147483648, ff ff ff ff 0f",
            "-9223372036854775808, ff ff ff ff ff ff ff ff ff 01"})
    void aNumberTakesAsManyBytesAsItNeeds(long number, String hex) {
        ByteBuffer written = ByteBuffer.allocate(10);
        Varint.write(number, written);
        written.flip();
        assertThat(HexFormat.ofDelimiter(" ").formatHex(written.array(), 0, written.limit())).isEqualTo(hex);
        assertThat(Varint.size(number)).as("its size").isEqualTo(written.limit());
        assertThat(Varint.read(written)).as("what is read again").isEqualTo(number);
        assertThat(written.hasRemaining()).as("bytes are left").isFalse();
    }

    @Test
    void kafkaWritesTheSame() {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            ByteBuffer ours = ByteBuffer.allocate(10);
            ByteBuffer theirs = ByteBuffer.allocate(10);
            Varint.write(number, ours);
            ByteUtils.writeVarlong(number, theirs);
            assertThat(ours.flip()).as("%d, seed 1", number).isEqualTo(theirs.flip());
            ByteBuffer small = ByteBuffer.allocate(5);
            ByteUtils.writeVarint((int) number, small);
            assertThat(Varint.readInt(small.flip())).as("%d, seed 1", (int) number).isEqualTo((int) number);
        }
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Varint.read(bytes("80 80"))).isInstanceOf(CorruptBatchException.class)
                .has(message("the records end within a number"));
        assertThatThrownBy(() -> Varint.read(bytes("ff ff ff ff ff ff ff ff ff ff 01")))
                .has(message("a number has more than 10 bytes"));
        assertThatThrownBy(() -> Varint.readInt(bytes("ff ff ff ff ff 01")))
                .has(message("a number has more than 5 bytes"));
        assertThatThrownBy(() -> Varint.readInt(bytes("fe ff ff ff 7f")))
                .has(messageWith("which does not fit into 32 bits"));
    }
}
