package gregor.notebook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps out everybody but the browser of the learner: what comes in runs code. Any thread may call it.
///
/// The token of the address that the notebook prints is good for one browser, once; it is exchanged for a cookie, which
/// no script can read and no other site can send. Beside that, each request must be for this machine by its own name
/// (`Host`, so that no other name can be made to mean it), and say that a page of the notebook has sent it (`Origin`,
/// `Sec-Fetch-Site`).
final class BrowserAccess {
    private static final String COOKIE = "gregor-notebook";
    private static final int BYTES = 32;

    private final AtomicReference<String> token = new AtomicReference<>(random());
    private final String secret = random();
    private volatile Set<String> hosts = Set.of();

    /// A request as far as the gate looks at it.
    ///
    /// @param headers by their names in small letters
    record Visitor(String method, String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /// A request that is kept out.
    static final class HttpRejection extends RuntimeException {
        private final int status;

        HttpRejection(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Says by which names this machine may be called.
    void at(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /// The token, for the address that is printed.
    String token() {
        return String.valueOf(token.get());
    }

    /// Takes a token, and gives the cookie for it.
    ///
    /// @throws Refused if it is not the one, or has been used
    String enter(String given) {
        String wanted = token.get();
        if (wanted == null || !same(wanted, given) || !token.compareAndSet(wanted, null)) {
            throw new HttpRejection(403,
                    "this address has been used, or is not the one; start ./gregor notebook again for a new one");
        }
        return COOKIE + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /// Checks whether a request is for this machine, and from where it may come.
    ///
    /// @throws Refused if not
    void checkOrigin(Visitor visitor) {
        String host = visitor.header("host").orElse("");
        if (!hosts.contains(host)) {
            throw new HttpRejection(421, "this is not " + host);
        }
        boolean reads = visitor.method().equals("GET");
        boolean isPage = reads && !visitor.path().startsWith("/api/");
        Optional<String> site = visitor.header("sec-fetch-site");
        if (site.filter(from -> !from.equals("same-origin") && !(isPage && from.equals("none"))).isPresent()) {
            throw new HttpRejection(403, "a page of another site may not do this");
        }
        Optional<String> origin = visitor.header("origin");
        if (origin.filter(from -> !from.equals("http://" + host)).isPresent()) {
            throw new HttpRejection(403, "a page of another site may not do this");
        }
        if (!isPage && site.isEmpty() && origin.isEmpty()) {
            throw new HttpRejection(403, "this is for the pages of the notebook alone");
        }
        if (visitor.header("sec-fetch-mode").filter(mode -> mode.equals("no-cors") && !isPage).isPresent()) {
            throw new HttpRejection(403, "a page of another site may not do this");
        }
        if (!reads && !visitor.header("content-type").orElse("").equals("application/json")) {
            throw new HttpRejection(415, "send application/json");
        }
    }

    /// Checks the cookie.
    ///
    /// @throws Refused if it is not there, or not ours
    void checkCookie(Visitor visitor) {
        for (String cookie : visitor.header("cookie").orElse("").split(";\\s*")) {
            if (cookie.startsWith(COOKIE + "=") && same(secret, cookie.substring(COOKIE.length() + 1))) {
                return;
            }
        }
        throw new HttpRejection(403, "open the address that ./gregor notebook has printed");
    }

    /// In a time that does not say how much of it is right.
    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
