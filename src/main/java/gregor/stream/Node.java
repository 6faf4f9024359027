package gregor.stream;

import module java.base;

/// A step of a [Topology] and the steps after it.
record Node(String name, Processor processor, List<Node> next) {
    Node(String name, Processor processor) {
        this(name, processor, new ArrayList<>());
    }

    /// Adds a step after this one.
    Node then(String nextName, Processor nextProcessor) {
        var node = new Node(nextName, nextProcessor);
        next.add(node);
        return node;
    }

    /// Draws the steps, one a line, each further to the right than the one before it.
    String draw(int depth) {
        var lines = new StringBuilder("  ".repeat(depth) + (depth == 0 ? "" : "→ ") + name + "\n");
        next.forEach(node -> lines.append(node.draw(depth + 1)));
        return lines.toString();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
