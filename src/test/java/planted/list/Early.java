package planted.list;

import planted.producer.Late;

/// A fault planted for `RoomOrderTest`: a lesson that knows, in a signature only, a later one.
public interface Early {
    void meet(Late later);
}
