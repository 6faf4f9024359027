package planted.cli.console;

import planted.cli.broker.Command;

/// A fault planted for `RoomOrderTest`: what commands share knows a command.
public interface Screen {
    void run(Command command);
}
