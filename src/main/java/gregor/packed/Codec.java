package gregor.packed;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.xerial.snappy.SnappyOutputStream;

/// How the records of a batch are compressed. The numbers 0 to 4 that a batch carries are Kafka's, and the order here.
///
/// Libraries and settings are those of Kafka's own clients, so that the same records become the same bytes. What
/// comes out of [#decompress(InputStream)] has no limit yet: see [DecompressionLimits].
public enum Codec {
    /// The records as they are.
    NONE {
        @Override
        OutputStream compress(OutputStream to) {
            return to;
        }

        @Override
        InputStream decompress(InputStream from) {
            return from;
        }
    },
    /// The JDK's (RFC 1952).
    GZIP {
        @Override
        OutputStream compress(OutputStream to) throws IOException {
            return new BufferedOutputStream(new GZIPOutputStream(to, BUFFER / 2), BUFFER);
        }

        @Override
        InputStream decompress(InputStream from) throws IOException {
            return new GZIPInputStream(from, BUFFER / 2);
        }
    },
    /// Snappy in blocks of 32 KB, framed as the library snappy-java does: see [SnappyBlocks].
    SNAPPY {
        @Override
        OutputStream compress(OutputStream to) {
            return new SnappyOutputStream(to);
        }

        @Override
        InputStream decompress(InputStream from) throws IOException {
            return new SnappyBlocks(from);
        }
    },
    /// LZ4's own frame format, with independent blocks of 64 KB.
    LZ4 {
        @Override
        OutputStream compress(OutputStream to) throws IOException {
            return new LZ4FrameOutputStream(to, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE);
        }

        @Override
        InputStream decompress(InputStream from) throws IOException {
            return new LZ4FrameInputStream(from);
        }
    },
    /// Zstandard (RFC 8878), level 3.
    ZSTD {
        @Override
        OutputStream compress(OutputStream to) throws IOException {
            return new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(to, RecyclingBufferPool.INSTANCE, 3),
                    BUFFER);
        }

        @Override
        InputStream decompress(InputStream from) throws IOException {
            return new ZstdInputStreamNoFinalizer(from, RecyclingBufferPool.INSTANCE);
        }
    };

    private static final int BUFFER = 1 << 14;

    /// Finds a codec by its number.
    ///
    /// @throws CorruptBatchException if there is none
    static Codec of(int number) {
        if (number >= values().length) {
            throw new CorruptBatchException("a batch says that it was compressed by codec " + number
                    + ", and there are 0 to " + (values().length - 1));
        }
        return values()[number];
    }

    /// Compresses what is written, until it is closed.
    abstract OutputStream compress(OutputStream to) throws IOException;

    /// Gives back what was compressed. What it cannot read makes it throw, an [IOException] or another.
    abstract InputStream decompress(InputStream from) throws IOException;
}
