package gregor.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a server is, as people write it: `localhost:7750`, `[::1]:7750`, or `:9999`, which is this machine.
public final class HostPort {
    private HostPort() {}

    /// Reads a host and a port. Without a host it is this machine's loopback, and not every address that it has.
    ///
    /// @throws IllegalArgumentException if it is not of that form
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        boolean ambiguous = host.contains(":") && !(host.startsWith("[") && host.endsWith("]"));
        if (port < 0 || ambiguous) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no address; write host:port, such as localhost:7750 or [::1]:7750");
        }
        return host.isEmpty() ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(host, port);
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535 ? Integer.parseInt(text) : -1;
    }

    /// Writes an address so that [#parse(String)] reads it.
    public static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
