package planted.ancestor.kaf;

/// What no lesson may know.
public interface Ancestor {}
