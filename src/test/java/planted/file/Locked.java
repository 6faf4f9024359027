package planted.file;

import module java.base;

import planted.ancestor.kaf.Ancestor;

/// Faults planted for `RoomOrderTest`: a lock where there are no threads, and a lesson that knows an ancestor.
public interface Locked {
    void hold(ReentrantLock lock);

    void read(Ancestor ancestor);
}
