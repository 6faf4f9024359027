package gregor.door;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts who is connected to a door, by address: one client must not take the places of all others. Any thread may
/// call it.
public final class ConnectionQuotas {
    private final int most;
    private final int perAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /// @param most       how many there may be at the same time
    /// @param perAddress how many of them from the same address
    public ConnectionQuotas(int most, int perAddress) {
        this.most = most;
        this.perAddress = perAddress;
    }

    /// Takes somebody in, who must [#leave(SocketAddress)] in the end; or says why not.
    public Optional<String> enter(SocketAddress from) {
        boolean crowded = all.incrementAndGet() > most;
        if (byAddress.merge(name(from), 1, Integer::sum) <= perAddress && !crowded) {
            return Optional.empty();
        }
        leave(from);
        return Optional.of((crowded ? "this broker has " + most : "this address has " + perAddress)
                + " connections already; use one for many requests, or come back later");
    }

    /// Gives the place of somebody back who was taken in.
    public void leave(SocketAddress from) {
        all.decrementAndGet();
        byAddress.computeIfPresent(name(from), (same, count) -> count == 1 ? null : count - 1);
    }

    private static String name(SocketAddress from) {
        return from instanceof InetSocketAddress known ? known.getAddress().getHostAddress() : "";
    }
}
