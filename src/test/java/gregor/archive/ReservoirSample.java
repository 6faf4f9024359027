package gregor.archive;

import module java.base;

import gregor.list.Entry;

/// A sample of an archive that is read once and may be larger than memory: each event is in it with the same
/// probability, however many there are. It retains at most `size` events, in the order in which they were added, and
/// all of them while there are no more.
///
/// The same events and the same random numbers give the same sample. One thread at a time may call it.
///
/// Nothing in Gregor uses it: it is the solution of an exercise.
public final class ReservoirSample {
    private final List<Entry> sample = new ArrayList<>();
    private final int size;
    private final RandomGenerator random;
    private long added;

    /// @param size   the largest number of events in the sample, 0 or more
    /// @param random the only source of chance
    public ReservoirSample(int size, RandomGenerator random) {
        this.size = size;
        this.random = random;
    }

    /// Adds the next event.
    public void add(Entry entry) {
        added++;
        if (sample.size() < size) {
            sample.add(entry);
            return;
        }
        long index = random.nextLong(added);
        if (index < size) {
            sample.remove((int) index);
            sample.add(entry);
        }
    }

    /// Returns the sample of the events added so far: a list that does not change any more.
    public List<Entry> entries() {
        return List.copyOf(sample);
    }
}
