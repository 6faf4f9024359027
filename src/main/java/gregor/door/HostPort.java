package gregor.door;

import module java.base;

/// The address of a server as text: `localhost:7750`, `[::1]:7750`, or `:9999` for the loopback address.
public final class HostPort {
    private static final int MAX_PORT = 65535;

    private HostPort() {}

    /// Parses a host and a port. An empty host means the loopback address, not all addresses of this machine.
    ///
    /// @throws IllegalArgumentException if the text does not have that form
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        boolean ambiguous = host.contains(":") && !(host.startsWith("[") && host.endsWith("]"));
        if (port < 0 || ambiguous) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address; write host:port, such as localhost:7750 or [::1]:7750");
        }
        return host.isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(host, port);
    }

    private static int port(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= MAX_PORT ? Integer.parseInt(text) : -1;
    }

    /// Formats an address so that [#parse(String)] reads it.
    public static String text(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
