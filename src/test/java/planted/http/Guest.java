package planted.http;

import planted.kafka.Host;

/// A fault planted for `RoomOrderTest`: a door that knows another door.
public interface Guest {
    void visit(Host host);
}
