package planted.cli.broker;

/// What the console should not know.
public interface Command {}
