package planted.cli.console;

import planted.cli.broker.High;

/// Imports a class of an upper room.
public record Low(High above) {}
