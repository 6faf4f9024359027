package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on the notebook, each as bytes on a socket, so that no client corrects them.
class BrowserAccessTest {
    private static final String RUN = "{\"session\":\"r\",\"cell\":\"c\",\"code\":\"1\"}";
    private static final List<String> PATHS = List.of("/api/open", "/api/run", "/api/stop", "/api/restart",
            "/api/complete", "/api/describe", "/api/save", "/api/snapshot", "/api/revert", "/api/input", "/api/watch",
            "/api/leave", "/api/exercise", "/api/close", "/api/reached", "/api/window");
    @TempDir
    private static Path home;
    private static NotebookServer notebook;
    private static int port;
    private static String token;
    private static String cookie;

    @BeforeAll
    static void start() throws IOException {
        notebook = NotebookServer.start(Apart.course(home), Duration.ofSeconds(10));
        String address = notebook.address();
        port = Integer.parseInt(address.replaceAll(".*:(\\d+)/.*", "$1"));
        token = address.replaceFirst(".*token=", "");
        String entered = get("/?token=" + token, own());
        assertThat(entered).startsWith("HTTP/1.1 200").contains("http-equiv=\"refresh\" content=\"0;url=/\"",
                "HttpOnly", "SameSite=Strict", "Path=/");
        cookie = entered.replaceFirst("(?s).*Set-Cookie: ([^;]*);.*", "$1");
    }

    @AfterAll
    static void stop() {
        notebook.close();
    }

    private static String own() {
        return "Host: 127.0.0.1:" + port + "\r\n";
    }

    private static String ask(String request) {
        return ask(port, request);
    }

    private static String ask(int port, String request) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] bytes = new byte[4096];
            int count = socket.getInputStream().read(bytes);
            return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String get(String path, String headers) {
        return ask("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
    }

    private static String post(String path, String headers) {
        return ask("POST " + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + RUN.length() + "\r\n\r\n" + RUN);
    }

    private static String json() {
        return "Content-Type: application/json\r\n";
    }

    private static String origin() {
        return "Origin: http://127.0.0.1:" + port + "\r\n";
    }

    private static String cookies() {
        return "Cookie: " + cookie + "\r\n";
    }

    @Test
    void aBrowserWithTheCookieIsAdmitted() {
        assertThat(get("/", own() + cookies())).startsWith("HTTP/1.1 200");
        assertThat(post("/api/run", own() + cookies() + origin() + json())).as("only the session is missing")
                .startsWith("HTTP/1.1 410");
    }

    @Test
    void theTokenIsGoodOnce() {
        assertThat(get("/?token=" + token, own())).startsWith("HTTP/1.1 403");
        assertThat(get("/?token=" + "0".repeat(64), own())).startsWith("HTTP/1.1 403");
        assertThat(get("/?token=null", own())).startsWith("HTTP/1.1 403");
        assertThat(get("/?token=" + token, own() + cookies())).as("the browser that came in may come again")
                .startsWith("HTTP/1.1 200");
    }

    /// A browser names no site of origin for a file, and counts the request as one from another site.
    @Test
    void aFileThatOnlyThisUserReadsSendsTheBrowserIn(@TempDir Path other) throws IOException {
        try (NotebookServer second = NotebookServer.start(Apart.course(other), Duration.ofSeconds(10))) {
            Path page = second.entryPage("list");
            assertThat(Files.getPosixFilePermissions(page)).hasToString("[OWNER_READ, OWNER_WRITE]");
            String address = Files.readString(page).replaceFirst("(?s).*url=([^\"]*)\".*", "$1").replace("&amp;", "&");
            assertThat(address).isEqualTo(second.address("list"));
            URI uri = URI.create(address);
            String headers = "Host: 127.0.0.1:" + uri.getPort() + "\r\nSec-Fetch-Site: cross-site\r\n"
                    + "Sec-Fetch-Mode: navigate\r\n";
            String entered = ask(uri.getPort(), "GET /?" + uri.getQuery() + " HTTP/1.1\r\n" + headers + "\r\n");
            assertThat(entered).startsWith("HTTP/1.1 200").contains("Set-Cookie: ", "content=\"0;url=/01-list.html\"");
            assertThat(page).as("the page has done its work").doesNotExist();
            assertThat(ask(uri.getPort(), "GET /01-list.html HTTP/1.1\r\n" + headers + "\r\n"))
                    .as("without the token another site gets nothing").startsWith("HTTP/1.1 403");
            assertThat(ask(uri.getPort(), "GET /?token=x HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 421");
            assertThat(second.entryPage("")).exists();
        }
        try (var files = Files.list(other.resolve("my/notebook"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".html"));
        }
    }

    @Test
    void withoutTheCookieNothingIsServed() {
        for (String path : List.of("/", "/01-list.html", "/notebook.mjs", "/api/stream",
                "/api/export?session=r&as=html", "/nothing")) {
            assertThat(get(path, own() + "Sec-Fetch-Site: same-origin\r\n")).as(path).startsWith("HTTP/1.1 403");
            assertThat(get(path, own() + "Sec-Fetch-Site: same-origin\r\nCookie: gregor-notebook=guessed\r\n")).as(path)
                    .startsWith("HTTP/1.1 403");
        }
        for (String path : PATHS) {
            assertThat(post(path, own() + origin() + json())).as(path).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void anotherHostNameIsRejected() {
        for (String host : List.of("evil.example:" + port, "127.0.0.1", "localhost", "127.0.0.1:1", "0.0.0.0:" + port,
                "[::1]:" + port, "")) {
            assertThat(get("/", "Host: " + host + "\r\n" + cookies())).as(host).doesNotStartWith("HTTP/1.1 200");
            assertThat(get("/?token=" + token, "Host: " + host + "\r\n" + cookies())).as(host)
                    .doesNotStartWith("HTTP/1.1 200");
            assertThat(
                    post("/api/run", "Host: " + host + "\r\n" + cookies() + "Origin: http://" + host + "\r\n" + json()))
                    .as(host).doesNotStartWith("HTTP/1.1 410");
        }
    }

    @Test
    void otherSitesAreRejectedEvenWithTheCookie() {
        List<String> attacks = List.of("Origin: https://evil.example\r\n", "Origin: null\r\n",
                "Origin: http://localhost:" + port + "\r\n", "Origin: http://127.0.0.1:1\r\n",
                "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n", "Sec-Fetch-Site: none\r\n", "",
                "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors\r\n",
                origin() + "Sec-Fetch-Site: cross-site\r\n");
        for (String attack : attacks) {
            for (String path : PATHS) {
                assertThat(post(path, own() + cookies() + json() + attack)).as(path + " " + attack)
                        .startsWith("HTTP/1.1 403");
            }
            assertThat(get("/api/stream", own() + cookies() + attack)).as("stream " + attack)
                    .startsWith("HTTP/1.1 403");
            assertThat(get("/api/export?session=r&as=html", own() + cookies() + attack)).as("export " + attack)
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aFormCannotPost() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x")) {
            assertThat(post("/api/run", own() + cookies() + origin() + "Content-Type: " + type + "\r\n")).as(type)
                    .startsWith("HTTP/1.1 415");
        }
        assertThat(post("/api/run", own() + cookies() + origin())).startsWith("HTTP/1.1 415");
    }

    @Test
    void corsAdmitsNoSiteAndNoPageFramesTheNotebook() {
        String preflight = ask("OPTIONS /api/run HTTP/1.1\r\n" + own() + cookies()
                + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
        assertThat(preflight).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("Access-Control-Allow");
        String page = get("/01-list.html", own() + cookies());
        assertThat(page)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                        "base-uri 'none'", "X-Frame-Options: DENY")
                .doesNotContain("unsafe-inline", "unsafe-eval").doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void theFrameOfAPlotMayRunItsScriptAndNothingElse() {
        String head = get("/plot.html", own() + cookies()).replaceFirst("(?s)\r\n\r\n.*", "");
        assertThat(head)
                .contains("sandbox allow-scripts; default-src 'none'", "frame-ancestors 'self'",
                        "X-Frame-Options: SAMEORIGIN")
                .doesNotContain("allow-same-origin", "connect-src", "script-src 'self'");
        assertThat(get("/plot.html", own())).startsWith("HTTP/1.1 403");
    }

    @Test
    void nothingOutsideThePagesIsServed() {
        for (String path : List.of("/../pom.xml", "/%2e%2e/pom.xml", "/..%2fpom.xml", "//etc/passwd",
                "/gregor/notebook/BrowserAccess.class", "/my/progress", "/Gate.class")) {
            assertThat(get(path, own() + cookies())).as(path).matches("(?s)HTTP/1.1 40[034].*");
        }
    }

    @Test
    void otherMethodsAndTooMuchAreRefused() {
        for (String method : List.of("PUT", "DELETE", "PATCH", "HEAD", "TRACE")) {
            assertThat(ask(method + " /01-list.html HTTP/1.1\r\n" + own() + cookies() + origin() + json() + "\r\n"))
                    .as(method).matches("(?s)HTTP/1.1 4(05|15|03|00).*");
        }
        String headers = own() + cookies() + origin() + json();
        assertThat(ask("POST /api/run HTTP/1.1\r\n" + headers + "Content-Length: 999999999\r\n\r\n{"))
                .startsWith("HTTP/1.1 413");
        assertThat(ask("POST /api/run HTTP/1.1\r\n" + headers + "Content-Length: 5\r\n\r\nxxxxx"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n" + own() + "\r\n")).doesNotStartWith("HTTP/1.1 2");
    }
}
