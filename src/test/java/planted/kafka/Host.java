package planted.kafka;

import planted.kafka.admin.Depth;

/// A fault planted for `RoomOrderTest`: a lesson that knows the depth behind it.
public interface Host {
    void ask(Depth depth);
}
