package gregor.live.jdk.util;

import java.util.random.RandomGenerator;

/// The JDK's sequence for a seed (SplitMix64).
public final class TSplittableRandom implements RandomGenerator {
    private long seed;

    public TSplittableRandom(long seed) {
        this.seed = seed;
    }

    @Override
    public long nextLong() {
        seed += 0x9e3779b97f4a7c15L;
        long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    @Override
    public long nextLong(long origin, long bound) {
        long range = bound - origin;
        long mask = range - 1;
        long random = nextLong();
        if ((range & mask) == 0) {
            return (random & mask) + origin;
        }
        for (long half = random >>> 1; half + mask - (random = half % range) < 0; half = nextLong() >>> 1) {
            // an unfair draw is repeated
        }
        return random + origin;
    }
}
