package gregor.list;

import module java.base;

/// Searches by halves in anything that is sorted and can be numbered.
public final class BinarySearch {
    private BinarySearch() {}

    /// Counts the numbers from 0 to `size - 1` that satisfy a condition, in log2(size) steps. All numbers that satisfy
    /// it must come before all that do not.
    public static int count(int size, IntPredicate condition) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
