package planted.cli.broker;

/// A class of an upper room.
public final class High {}
