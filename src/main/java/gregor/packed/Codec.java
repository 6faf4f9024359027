package gregor.packed;

import module java.base;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import org.xerial.snappy.SnappyOutputStream;

/// The compression of the records of a batch. The order is that of Kafka's numbers 0 to 4.
///
/// Libraries and settings are those of Kafka's clients, so that the same records become the same bytes.
/// [#decompress(InputStream)] does not limit its output: see [DecompressionLimits].
public enum Codec {
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
    /// gzip (RFC 1952), by the JDK.
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
    /// Snappy in blocks of 32 KB, in the frames of snappy-java: see [SnappyBlocks].
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
    /// LZ4 in its frame format, with independent blocks of 64 KB: see [Lz4Blocks].
    LZ4 {
        @Override
        OutputStream compress(OutputStream to) throws IOException {
            return new LZ4FrameOutputStream(to, BLOCKSIZE.SIZE_64KB, FLG.Bits.BLOCK_INDEPENDENCE);
        }

        @Override
        InputStream decompress(InputStream from) {
            return new Lz4Blocks(from);
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
    /// @throws InvalidRecordException if the number is unknown
    static Codec of(int number) {
        if (number >= values().length) {
            throw new InvalidRecordException("a batch names codec " + number + "; known are 0 to "
                    + (values().length - 1));
        }
        return values()[number];
    }

    /// Returns the exception for records that [#decompress(InputStream)] cannot read.
    CorruptBatchException failed(Exception cause) {
        return cause instanceof CorruptBatchException known
                ? known
                : new CorruptBatchException("the records cannot be decompressed by " + this, cause);
    }

    /// Returns a stream that compresses what is written to it.
    abstract OutputStream compress(OutputStream to) throws IOException;

    /// Returns a stream that decompresses another. On corrupt input it throws [IOException] or a runtime exception.
    abstract InputStream decompress(InputStream from) throws IOException;
}
