package gregor.kafka;

import module java.base;

/// Changes bytes of frames at random, whatever they mean: flipped bits, lengths that are wrong, missing ends, ends of
/// other frames.
final class FrameChanges {
    private static final int[] NUMBERS = {0, 1, -1, 127, 128, 255, 32767, -32768, 65535, Integer.MAX_VALUE,
            Integer.MIN_VALUE, 1 << 20, -2, 100_000_000};

    private FrameChanges() {}

    /// Returns a number that is likely to be a limit.
    static int number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /// Makes one to three changes in one of some frames.
    static byte[] changed(List<byte[]> frames, Random random) {
        byte[] frame = frames.get(random.nextInt(frames.size())).clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = frame.length < 5 ? 0 : random.nextInt(frame.length - 4);
            switch (random.nextInt(7)) {
                case 0, 1 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    if (frame.length >= 8) {
                        ByteBuffer.wrap(frame).putInt(at, number(random));
                    }
                }
                case 3 -> {
                    if (frame.length >= 8) {
                        ByteBuffer.wrap(frame).putShort(at, (short) number(random));
                    }
                }
                case 4 -> frame = Arrays.copyOf(frame, 8 + random.nextInt(Math.max(1, frame.length)));
                case 5 -> {
                    byte[] other = frames.get(random.nextInt(frames.size()));
                    int from = random.nextInt(other.length);
                    var both = new ByteArrayOutputStream();
                    both.write(frame, 0, Math.max(8, at));
                    both.write(other, from, other.length - from);
                    frame = both.toByteArray();
                }
                default -> frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
        }
        return frame;
    }
}
