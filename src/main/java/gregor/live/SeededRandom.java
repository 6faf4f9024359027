package gregor.live;

import module java.base;

/// The JDK's sequence of numbers for a seed, which a page's own class does not have.
public final class SeededRandom extends Random {
    @Serial
    private static final long serialVersionUID = 1;
    private static final long FACTOR = 0x5DEECE66DL;
    private static final long MASK = (1L << 48) - 1;

    private long seed;

    /// Creates a generator.
    public SeededRandom(long seed) {
        super(0);
        this.seed = (seed ^ FACTOR) & MASK;
    }

    @Override
    protected int next(int bits) {
        seed = seed * FACTOR + 0xB & MASK;
        return (int) (seed >>> 48 - bits);
    }

    @Override
    public int nextInt() {
        return next(32);
    }

    @Override
    public int nextInt(int bound) {
        int random = next(31);
        if ((bound & -bound) == bound) {
            return (int) (bound * (long) random >> 31);
        }
        int rest = random % bound;
        while (random - rest + bound - 1 < 0) {
            random = next(31);
            rest = random % bound;
        }
        return rest;
    }

    @Override
    public long nextLong() {
        return ((long) next(32) << 32) + next(32);
    }

    @Override
    public boolean nextBoolean() {
        return next(1) != 0;
    }

    @Override
    public double nextDouble() {
        return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
    }
}
