package gregor.notebook;

import module java.base;

/// Admits only the browser of the learner, since requests run code. Any thread may call it.
///
/// The printed address contains a token that one browser can exchange once for a cookie; no script can read the cookie
/// and no other site can send it. Each request must also name this machine in `Host` (against DNS rebinding), and come
/// from a page of the notebook according to `Origin` and `Sec-Fetch-Site`.
final class BrowserAccess {
    private static final String COOKIE = "gregor-notebook";
    private static final int SECRET_BYTES = 32;

    private final AtomicReference<String> token = new AtomicReference<>(random());
    private final String secret = random();
    private volatile Set<String> hosts = Set.of();

    /// The checked parts of a request.
    ///
    /// @param headers by their names in lower case
    record Visitor(String method, String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void setPort(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    String token() {
        return String.valueOf(token.get());
    }

    /// @throws HttpRejection if the token is wrong, or has been used
    String enter(String given) {
        String wanted = token.get();
        if (wanted == null || !same(wanted, given) || !token.compareAndSet(wanted, null)) {
            throw new HttpRejection(403,
                    "this address is wrong or has been used; start ./gregor notebook again for a new one");
        }
        return COOKIE + "=" + secret + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /// Checks that a request is for this machine.
    ///
    /// @throws HttpRejection if not
    void checkHost(Visitor visitor) {
        String host = visitor.header("host").orElse("");
        if (!hosts.contains(host)) {
            throw new HttpRejection(421, "this is not " + host);
        }
    }

    /// Checks that a request for this machine comes from a page of the notebook.
    ///
    /// @throws HttpRejection if not
    void checkOrigin(Visitor visitor) {
        boolean reads = visitor.method().equals("GET");
        boolean isPage = reads && !visitor.path().startsWith("/api/");
        Optional<String> site = visitor.header("sec-fetch-site");
        Optional<String> origin = visitor.header("origin");
        if (site.filter(from -> !from.equals("same-origin") && !(isPage && from.equals("none"))).isPresent()
                || origin.filter(from -> !from.equals("http://" + visitor.header("host").orElse(""))).isPresent()
                || !isPage && visitor.header("sec-fetch-mode").filter("no-cors"::equals).isPresent()) {
            throw new HttpRejection(403, "a page of another site may not do this");
        }
        if (!isPage && site.isEmpty() && origin.isEmpty()) {
            throw new HttpRejection(403, "only pages of the notebook may do this");
        }
        if (!reads && !visitor.header("content-type").orElse("").equals("application/json")) {
            throw new HttpRejection(415, "send application/json");
        }
    }

    /// @throws HttpRejection if it is missing or wrong
    void checkCookie(Visitor visitor) {
        for (String cookie : visitor.header("cookie").orElse("").split(";\\s*")) {
            if (cookie.startsWith(COOKIE + "=") && same(secret, cookie.substring(COOKIE.length() + 1))) {
                return;
            }
        }
        throw new HttpRejection(403, "open the address that ./gregor notebook has printed");
    }

    /// Compares in constant time.
    private static boolean same(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
