package gregor.packed;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.exercise.Effort;
import java.lang.management.ManagementFactory;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same frames as those of lz4-java, which reserves more memory.
class Lz4BlocksTest {
    private static byte[] frame(BLOCKSIZE size, byte[] plain, Bits... bits) throws IOException {
        var to = new ByteArrayOutputStream();
        boolean sized = Arrays.asList(bits).contains(Bits.CONTENT_SIZE);
        try (var stream = new LZ4FrameOutputStream(to, size, sized ? plain.length : -1,
                LZ4Factory.fastestInstance().fastCompressor(), XXHashFactory.fastestInstance().hash32(), bits)) {
            stream.write(plain);
        }
        return to.toByteArray();
    }

    private static byte[] read(byte[] frames) throws IOException {
        try (var stream = new Lz4Blocks(new ByteArrayInputStream(frames))) {
            return stream.readAllBytes();
        }
    }

    private static byte[] content(Random random, int bytes) {
        byte[] content = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            content[i] = (byte) (i / 1000 % 2 == 0 ? random.nextInt() : i % 50);
        }
        return content;
    }

    private static byte[] concat(byte[]... all) {
        var to = new ByteArrayOutputStream();
        for (byte[] each : all) {
            to.writeBytes(each);
        }
        return to.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void framesOfEveryKindAreRead(BLOCKSIZE size) throws IOException {
        var random = new Random(1);
        for (int bytes : new int[]{0, 1, 100, 65_536, 65_537, 5_000_000}) {
            byte[] content = content(random, bytes);
            for (Bits[] bits : new Bits[][]{{Bits.BLOCK_INDEPENDENCE}, {Bits.BLOCK_INDEPENDENCE, Bits.BLOCK_CHECKSUM},
                    {Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM}, {Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_SIZE},
                    {Bits.BLOCK_INDEPENDENCE, Bits.BLOCK_CHECKSUM, Bits.CONTENT_CHECKSUM, Bits.CONTENT_SIZE}}) {
                assertThat(read(frame(size, content, bits))).isEqualTo(content);
            }
        }
        byte[] zeros = new byte[3_000_000];
        assertThat(read(frame(size, zeros, Bits.BLOCK_INDEPENDENCE))).as("the best ratio").isEqualTo(zeros);
    }

    @Test
    void framesFollowEachOtherAndSomeAreSkipped() throws IOException {
        byte[] hello = frame(BLOCKSIZE.SIZE_64KB, "hello ".getBytes(), Bits.BLOCK_INDEPENDENCE);
        byte[] world = frame(BLOCKSIZE.SIZE_4MB, "world".getBytes(), Bits.BLOCK_INDEPENDENCE, Bits.CONTENT_CHECKSUM);
        byte[] skipped = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7};
        assertThat(read(concat(skipped, hello, skipped, skipped, world, skipped))).asString().isEqualTo("hello world");
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("no frame of LZ4 begins here");
        assertThatThrownBy(() -> read(concat(hello, new byte[]{1}))).hasMessage("no frame of LZ4 begins here");
        assertThatThrownBy(() -> read(concat(hello, new byte[5]))).hasMessage("no frame of LZ4 begins here");
        assertThatThrownBy(() -> read(Arrays.copyOf(skipped, 10))).isInstanceOf(EOFException.class);
    }

    /// lz4-java reserves 12 MB for each of these frames of 15 bytes.
    @Test
    void anEmptyFrameReservesNoBlock() throws IOException {
        byte[] empty = frame(BLOCKSIZE.SIZE_4MB, new byte[0], Bits.BLOCK_INDEPENDENCE);
        var frames = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            frames.writeBytes(empty);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(read(frames.toByteArray())).isEmpty();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(50_000_000);
    }

    private static byte[] theirs(byte[] frames) {
        try (var stream = new LZ4FrameInputStream(new ByteArrayInputStream(frames))) {
            return stream.readAllBytes();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static byte[] ours(byte[] frames) {
        try {
            return read(frames);
        } catch (IOException | LZ4Exception e) {
            return null;
        }
    }

    @Test
    void changedFramesAreReadOrRefusedAlike() throws IOException {
        long seed = Long.getLong("gregor.seed", 11);
        var random = new Random(seed);
        int refused = 0;
        int runs = Effort.of(5_000, 500);
        for (int i = 0; i < runs; i++) {
            byte[] frames = concat(
                    frame(BLOCKSIZE.SIZE_64KB, content(random, random.nextInt(3000)), Bits.BLOCK_INDEPENDENCE,
                            Bits.values()[random.nextInt(5)] == Bits.CONTENT_CHECKSUM
                                    ? Bits.CONTENT_CHECKSUM
                                    : Bits.BLOCK_CHECKSUM),
                    frame(BLOCKSIZE.SIZE_64KB, content(random, random.nextInt(300)), Bits.BLOCK_INDEPENDENCE));
            frames = random.nextInt(5) == 0 ? Arrays.copyOf(frames, random.nextInt(frames.length)) : frames;
            for (int change = random.nextInt(3); change > 0 && frames.length > 0; change--) {
                int at = random.nextInt(random.nextBoolean() ? frames.length : Math.min(12, frames.length));
                frames[at] = (byte) random.nextInt();
            }
            byte[] ours = ours(frames);
            refused += ours == null ? 1 : 0;
            assertThat(ours).as("seed %d, run %d", seed, i).isEqualTo(theirs(frames));
        }
        assertThat(refused).isBetween(runs / 10, runs * 9 / 10);
    }
}
