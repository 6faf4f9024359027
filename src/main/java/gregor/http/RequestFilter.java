package gregor.http;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Utf8;

/// Refuses requests without the token, and requests that a page of another site makes through the browser of a user.
/// Any thread may call it.
///
/// Another site can make a browser send requests to this machine. The browser then names that site in `Origin` and
/// `Sec-Fetch-Site`; or, if the site's own name resolves to this machine (DNS rebinding), in `Host`. The page and its
/// files hold no secret and are open to all.
final class RequestFilter {
    private static final Duration FAILED_LOGIN_DELAY = Duration.ofMillis(200);
    private static final Pattern OWN = Pattern
            .compile("(?:localhost|\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:.]+])(?::\\d*)?");

    private final Optional<byte[]> token;
    private final Set<String> names;
    private final Set<String> open;

    /// @param names the host names of this machine, in addition to addresses and `localhost`
    /// @param open  the paths that need no token
    RequestFilter(Optional<String> token, Set<String> names, Set<String> open) {
        this.token = token.map(Utf8::bytes);
        this.names = names;
        this.open = open;
    }

    /// @throws HttpException if it is not allowed
    void check(HttpExchange call) {
        String host = call.header("Host").orElse("");
        if (!isKnownHost(host)) {
            throw new HttpException(421, "unknown host name " + host + "; add it with --name");
        }
        boolean isOpen = open.contains(call.path());
        if (!isOpen && isCrossSite(call, host)) {
            throw new HttpException(403, "pages of other sites may not do this");
        }
        if (token.isPresent() && !isOpen) {
            checkToken(call.header("Authorization").orElse(""));
        }
    }

    private boolean isKnownHost(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return OWN.matcher(lower).matches() || names.contains(lower.replaceFirst(":\\d*$", ""));
    }

    private static boolean isCrossSite(HttpExchange call, String host) {
        Optional<String> site = call.header("Sec-Fetch-Site");
        return site.filter(from -> !from.equals("same-origin") && !from.equals("none")).isPresent()
                || call.header("Origin").filter(origin -> !authority(origin).equalsIgnoreCase(host)).isPresent();
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /// Compares in constant time, and delays the answer to a wrong token.
    private void checkToken(String authorization) {
        byte[] given = authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip().getBytes(UTF_8)
                : password(authorization);
        if (!MessageDigest.isEqual(given, token.get())) {
            try {
                Thread.sleep(FAILED_LOGIN_DELAY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new HttpException(401, "send the token of this door: Authorization: Bearer …");
        }
    }

    /// Returns the password of `Basic` (RFC 7617), which is all that the clients of a schema registry can send: the token,
    /// with any user name.
    private static byte[] password(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new byte[0];
        }
        try {
            String login = new String(Base64.getDecoder().decode(authorization.substring(6).strip()), UTF_8);
            return login.substring(login.indexOf(':') + 1).getBytes(UTF_8);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
