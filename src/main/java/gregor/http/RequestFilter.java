package gregor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.list.Utf8;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps out who must not come in: strangers without the token, and pages of other sites that use the browser of
/// somebody who may. Any thread may call it.
///
/// Another site can make a browser send requests to this machine. Such a request says where it comes from (`Origin`,
/// `Sec-Fetch-Site`); or, if the site has given its own name this machine's address, by which name it knows this one
/// (`Host`). The page itself and what it is made of hold no secret, and everybody may see them.
final class RequestFilter {
    private static final Duration FAILED_LOGIN_DELAY = Duration.ofMillis(200);

    private final Optional<byte[]> token;
    private final Set<String> names;
    private final Set<String> open;
    private volatile String lastHost = "localhost";

    /// @param names the names that this machine goes by, beside addresses and `localhost`
    /// @param open  the paths for which no token is needed
    RequestFilter(Optional<String> token, Set<String> names, Set<String> open) {
        this.token = token.map(Utf8::bytes);
        this.names = names;
        this.open = open;
    }

    /// @throws Refusal if this call is to be kept out
    void check(HttpExchange call) {
        String host = call.header("Host").orElse("");
        if (!isKnownHost(host)) {
            throw new HttpException(421, "this is not " + host + "; if it is, say so with --name");
        }
        boolean isOpen = open.contains(call.path());
        if (!isOpen && isCrossSite(call, host)) {
            throw new HttpException(403, "a page of another site may not do this");
        }
        if (token.isPresent() && !isOpen) {
            checkToken(call.header("Authorization").orElse(""));
        }
    }

    /// Most requests call it as the one before did.
    private boolean isKnownHost(String host) {
        if (host.equals(lastHost)) {
            return true;
        }
        if (isOneOfOurs(host)) {
            lastHost = host;
            return true;
        }
        return false;
    }

    private boolean isOneOfOurs(String host) {
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || names.contains(name) || name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")
                || name.matches("\\[[0-9a-f:.]+]");
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

    /// Compares in a time that does not say how much of a token is right, and lets who guesses wait.
    private void checkToken(String authorization) {
        byte[] given = authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip().getBytes(UTF_8) : new byte[0];
        if (!MessageDigest.isEqual(given, token.get())) {
            try {
                Thread.sleep(FAILED_LOGIN_DELAY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new HttpException(401, "this needs the token that the door was opened with: Authorization: Bearer …");
        }
    }
}
