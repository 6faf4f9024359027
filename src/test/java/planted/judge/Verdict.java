package planted.judge;

/// What only the command line may know.
public interface Verdict {}
