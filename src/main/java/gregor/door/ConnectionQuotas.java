package gregor.door;

import module java.base;

/// Limits the open connections of a door, in total and per client address, so that one client cannot take them all.
/// Any thread may call it.
public final class ConnectionQuotas {
    private final int max;
    private final int maxPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /// @param max           the largest number of connections at a time
    /// @param maxPerAddress the largest number of them from one address
    public ConnectionQuotas(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /// Counts a connection. Returns why it must be refused, or nothing: then [#leave(SocketAddress)] must follow when
    /// it closes.
    public Optional<String> enter(SocketAddress from) {
        boolean full = total.incrementAndGet() > max;
        if (byAddress.merge(name(from), 1, Integer::sum) <= maxPerAddress && !full) {
            return Optional.empty();
        }
        leave(from);
        return Optional.of((full ? "this broker has " + max : "this address has " + maxPerAddress)
                + " connections already; use one for many requests, or come back later");
    }

    /// Returns the address that holds the most connections if all are taken and `from` holds at least two fewer: a
    /// connection of that address must end so that `from` can have one. Else a few clients could take all connections.
    public Optional<String> crowded(SocketAddress from) {
        int own = byAddress.getOrDefault(name(from), 0);
        return total.get() < max || own >= maxPerAddress
                ? Optional.empty()
                : byAddress.entrySet().stream().max(Map.Entry.comparingByValue())
                        .filter(most -> most.getValue() > own + 1).map(Map.Entry::getKey);
    }

    /// Stops counting a connection that [#enter(SocketAddress)] accepted.
    public void leave(SocketAddress from) {
        total.decrementAndGet();
        byAddress.computeIfPresent(name(from), (address, count) -> count == 1 ? null : count - 1);
    }

    /// Returns the name by which the connections of an address are counted.
    public static String name(SocketAddress from) {
        return from instanceof InetSocketAddress known ? known.getAddress().getHostAddress() : "";
    }
}
