package planted.kafka.admin;

import planted.cli.console.Screen;
import planted.kafka.consumer.Sibling;

/// Faults planted for `RoomOrderTest`: one depth knows another, and a broker knows the command line.
public interface Depth {
    void ask(Sibling sibling);

    void print(Screen screen);
}
