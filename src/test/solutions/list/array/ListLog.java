package gregor.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A log in an array that is copied when it is full or shrinks.
public final class ListLog implements Log {
    private Batch[] batches = new Batch[0];
    private int count;
    private long from;
    private long to;

    @Override
    public long append(Batch batch) {
        if (count == batches.length) {
            batches = Arrays.copyOf(batches, 2 * count + 1);
        }
        long offset = to;
        batches[count++] = batch.at(offset);
        to = batches[count - 1].lastOffset() + 1;
        return offset;
    }

    @Override
    public List<Batch> read(long offset, int maxBytes) {
        OffsetOutOfRangeException.check(offset, this);
        var found = new ArrayList<Batch>();
        long room = maxBytes;
        for (int i = index(offset); i < count && (found.isEmpty() || batches[i].sizeInBytes() <= room); i++) {
            found.add(batches[i]);
            room -= batches[i].sizeInBytes();
        }
        return found;
    }

    private int index(long offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) / 2;
            if (batches[middle].lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public long start() {
        return from;
    }

    @Override
    public long end() {
        return to;
    }

    @Override
    public long sizeInBytes() {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += batches[i].sizeInBytes();
        }
        return bytes;
    }

    @Override
    public void deleteBefore(long upTo) {
        if (upTo > from) {
            OffsetOutOfRangeException.check(upTo, this);
            set(List.of(), index(upTo));
            from = upTo;
        }
    }

    private void set(List<Batch> before, int index) {
        var all = new ArrayList<>(before);
        all.addAll(Arrays.asList(batches).subList(index, count));
        batches = all.toArray(Batch[]::new);
        count = batches.length;
    }

    @Override
    public void replace(long upTo, List<Batch> survivors) {
        OffsetOutOfRangeException.check(upTo, this);
        int index = index(upTo);
        Batches.checkSurvivors(survivors, count == 0 ? from : batches[0].baseOffset(),
                index == count ? to : batches[index].baseOffset());
        set(survivors, index);
    }

    @Override
    public String toString() {
        return entries(from).toString();
    }
}
