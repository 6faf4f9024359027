package gregor.packed;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.ListBatch;
import org.junit.jupiter.api.Test;

class PackedDumpTest {
    private static ByteBuffer bytes(Codec codec) {
        return PackedBatch.of(ListBatch.of(Event.of("k", "hello"), Event.of(null, null)), codec).bytes();
    }

    @Test
    void everyByteIsNamed() {
        assertThat(PackedDump.lines(bytes(Codec.NONE)).lines()).hasSize(13 + 9 + 7).contains(
                "  61  18                         record: length         12",
                "  68  68 65 6c 6c 6f             value                  hello");
        assertThat(PackedDump.lines(bytes(Codec.GZIP)).lines()).hasSize(13 + 1).last().asString()
                .contains("bytes, compressed");
    }

    @Test
    void aDamagedBatchIsDrawnUpToWhereItCanBe() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer bytes = bytes(Codec.values()[i % 5]);
            for (int j = random.nextInt(4); j >= 0; j--) {
                bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
            }
            assertThat(PackedDump.lines(bytes)).contains("base offset");
        }
        assertThat(PackedDump.lines(bytes(Codec.NONE).put(61, (byte) 0x80).put(70, (byte) 0x7f))).contains("WRONG");
        assertThatThrownBy(() -> PackedDump.lines(ByteBuffer.allocate(60))).isInstanceOf(CorruptBatchException.class)
                .hasMessage("a batch has at least 61 bytes, and these are 60");
    }
}
