package planted.list;

import planted.producer.Later;

/// A fault planted for `FloorsTest`: a class of the first floor that knows, in a signature only, one of the second.
public interface Early {
    void meet(Later later);
}
