package gregor.replica;

import module java.base;

/// The links between nodes: each delays messages, and may lose, repeat or hold them up.
public final class Network {
    private record Link(int from, int to) {}

    private final RandomGenerator random;
    private final Set<Link> cut = new TreeSet<>(Comparator.comparing(Link::from).thenComparing(Link::to));
    private Duration minDelay = Duration.ofMillis(1);
    private Duration maxDelay = Duration.ofMillis(5);
    private double loss;
    private double repetition;

    Network(RandomGenerator random) {
        this.random = random;
    }

    /// Sets the delays of all links; messages overtake each other if they differ.
    public void delay(Duration min, Duration max) {
        minDelay = min;
        maxDelay = max;
    }

    /// Sets how often a message is lost.
    ///
    /// @param share 0 to 1
    public void lose(double share) {
        loss = share;
    }

    /// Sets how often a message arrives twice.
    ///
    /// @param share 0 to 1
    public void repeat(double share) {
        repetition = share;
    }

    /// Loses all messages from a node to another one, not those in the other direction.
    public void cut(int from, int to) {
        cut.add(new Link(from, to));
    }

    /// Loses all messages between two groups of nodes.
    public void part(Collection<Integer> some, Collection<Integer> others) {
        for (int one : some) {
            for (int other : others) {
                cut(one, other);
                cut(other, one);
            }
        }
    }

    public void heal() {
        cut.clear();
    }

    /// Returns when a message arrives: never, once or twice, after these delays.
    List<Duration> deliveries(int from, int to) {
        if (cut.contains(new Link(from, to)) || loss > 0 && random.nextDouble() < loss) {
            return List.of();
        }
        boolean twice = repetition > 0 && random.nextDouble() < repetition;
        return twice ? List.of(delay(), delay()) : List.of(delay());
    }

    private Duration delay() {
        long min = minDelay.toNanos();
        long max = maxDelay.toNanos();
        return Duration.ofNanos(min == max ? min : random.nextLong(min, max + 1));
    }

    /// Returns the links that lose all messages, as pairs of the sender and the receiver.
    public List<List<Integer>> cuts() {
        return cut.stream().map(link -> List.of(link.from(), link.to())).toList();
    }
}
