package gregor.live.jdk.util.zip;

import java.nio.ByteBuffer;
import java.util.zip.Checksum;

public final class TCRC32C implements Checksum {
    private int crc = -1;

    @Override
    public void update(int value) {
        crc ^= value & 0xff;
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
        }
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            update(bytes[i]);
        }
    }

    public void update(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            update(buffer.get());
        }
    }

    @Override
    public long getValue() {
        return ~crc & 0xffffffffL;
    }

    @Override
    public void reset() {
        crc = -1;
    }
}
