package gregor.http;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.ancestor.kaf.Kaf;
import gregor.broker.Broker;
import gregor.door.DoorException;
import gregor.door.TlsIdentity;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens, host names, origins and TLS.
class RequestFilterTest {
    @TempDir
    private Path folder;

    private HttpDoor open(HttpSettings settings) {
        Broker broker = Broker.open(Web.fast(folder));
        try {
            return HttpDoor.open(broker, settings);
        } finally {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void anAddressOtherThanLoopbackNeedsATokenOrInsecure(String host) {
        assertThatThrownBy(() -> open(HttpSettings.at(host, 0))).isInstanceOf(DoorException.class)
                .hasMessageContaining("token").hasMessageContaining("--insecure");
        open(HttpSettings.at(host, 0).withToken("s3cret")).close();
        open(insecure(host)).close();
    }

    private static HttpSettings insecure(String host) {
        HttpSettings at = HttpSettings.at(host, 0);
        return new HttpSettings(host, 0, at.token(), true, at.names(), at.identity(), at.readTimeout(),
                at.connections(), at.perAddress());
    }

    @Test
    void aPortThatIsTakenOrAnAddressThatIsNoneIsSaid() {
        try (HttpDoor door = open(HttpSettings.at("127.0.0.1", 0))) {
            int port = URI.create(door.address()).getPort();
            assertThatThrownBy(() -> open(HttpSettings.at("127.0.0.1", port))).isInstanceOf(DoorException.class)
                    .hasMessageContaining("" + port);
        }
        assertThatThrownBy(() -> open(HttpSettings.at("no.such.host.invalid", 0))).isInstanceOf(DoorException.class)
                .hasMessageContaining("no.such.host.invalid");
        assertThatThrownBy(() -> HttpSettings.at("127.0.0.1", 70000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> HttpSettings.at("127.0.0.1", 0).withToken(" ")).hasMessageContaining("token");
    }

    @Test
    void onlyRequestsWithTheTokenAreServed() {
        try (var web = new Web(Web.fast(folder), how -> how.withToken("s3cret"))) {
            assertThat(web.get("/topic", "Authorization", "Bearer s3cret").status()).isEqualTo(200);
            for (String wrong : new String[]{"Bearer s3cre", "Bearer s3cret2", "Bearer", "Basic s3cret", "s3cret"}) {
                var refused = web.get("/topic", "Authorization", wrong);
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
            }
            assertThat(web.post("/put/orders", "x").status()).isEqualTo(401);
            assertThat(web.get("/subscribe?topic=a").status()).isEqualTo(401);
            assertThat(web.get("/status").status()).isEqualTo(401);
            assertThat(web.get("/metrics").status()).isEqualTo(401);
            assertThat(web.broker.topicNames()).doesNotContain("orders");
            assertThat(web.get("/healthz").status()).as("reports only whether the broker is healthy").isEqualTo(200);
            assertThat(web.get("/").body()).doesNotContain("s3cret");
        }
    }

    @Test
    void aNameThatIsNotOursIsNotAnswered() throws IOException {
        try (var web = new Web(Web.fast(folder), how -> how.named(Set.of("broker.example")))) {
            for (String host : new String[]{"evil.example", "evil.example:" + web.port(), "127.0.0.1.evil.example",
                    "localhost.evil.example"}) {
                assertThat(status(web, host, "")).as(host).isEqualTo(421);
            }
            for (String host : new String[]{"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "broker.example",
                    "192.168.1.7"}) {
                assertThat(status(web, host, "")).as(host).isEqualTo(200);
            }
        }
    }

    private static int status(Web web, String host, String headers) throws IOException {
        return Integer.parseInt(Raw
                .exchange(web.port(),
                        "GET /topic HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n")
                .substring(9, 12));
    }

    @Test
    void aPageOfAnotherSiteMayNotUseOurBrowser() throws IOException {
        try (var web = Web.in(folder)) {
            String here = "127.0.0.1:" + web.port();
            assertThat(status(web, here, "Origin: http://evil.example\r\n")).isEqualTo(403);
            assertThat(status(web, here, "Origin: null\r\n")).isEqualTo(403);
            assertThat(status(web, here, "Origin: http://127.0.0.1:1\r\n")).as("another port is another site")
                    .isEqualTo(403);
            assertThat(status(web, here, "Sec-Fetch-Site: cross-site\r\n")).isEqualTo(403);
            assertThat(status(web, here, "Sec-Fetch-Site: same-site\r\n")).isEqualTo(403);
            assertThat(status(web, here, "Origin: http://" + here + "\r\nSec-Fetch-Site: same-origin\r\n"))
                    .isEqualTo(200);
            assertThat(status(web, here, "Sec-Fetch-Site: none\r\n")).isEqualTo(200);
            assertThat(web.post("/put/orders", "x", "Origin", "http://evil.example").status()).isEqualTo(403);
            assertThat(web.broker.topicNames()).doesNotContain("orders");
            var options = web.send("OPTIONS", "/put/orders", null);
            assertThat(options.whole().headers().map().keySet()).as("CORS is off")
                    .noneMatch(name -> name.toLowerCase().startsWith("access-control"));
        }
    }

    @Test
    void aPageMayLoadNothingFromElsewhereAndMayNotBeFramed() {
        try (var web = Web.in(folder)) {
            var page = web.get("/");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.body() + web.get("/page.js").body() + web.get("/page.css").body())
                    .doesNotContain("https://", "innerHTML");
        }
    }

    @Test
    void tlsWithAGivenKeyStore() throws Exception {
        Path store = folder.resolve("keys.p12");
        var made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-storepass", "changeit", "-keystore", store.toString())
                .redirectErrorStream(true).start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var identity = TlsIdentity.open(store, "changeit");
        try (var web = new Web(Web.fast(folder.resolve("broker")), how -> how.with(identity));
                HttpClient client = trusting(store)) {
            assertThat(web.address()).startsWith("https://");
            var reply = client.send(HttpRequest.newBuilder(URI.create(web.address() + "/put/orders"))
                    .timeout(Duration.ofSeconds(20)).POST(HttpRequest.BodyPublishers.ofString("hello")).build(),
                    BodyHandlers.ofString());
            assertThat(reply.body()).isEqualTo("1");
            assertThat(Raw.exchange(web.port(), "GET /topic HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .doesNotContain("topics");
        }
        var wrong = new TlsIdentity(identity.store(), "wrong".toCharArray());
        assertThatThrownBy(() -> open(HttpSettings.at("127.0.0.1", 0).with(wrong))).isInstanceOf(DoorException.class)
                .hasMessageContaining("password");
    }

    private static HttpClient trusting(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
    }

    @Test
    void closingLeavesThePortAndEveryFileFree() throws IOException {
        Path kaf = Files.createDirectories(folder.resolve("kaf"));
        for (int round = 0; round < 3; round++) {
            try (var web = new Web(Web.fast(folder.resolve("broker")), how -> how,
                    broker -> List.of(Kaf.module(broker, kaf)))) {
                assertThat(web.post("/put/orders", "x").body()).isEqualTo("" + (round + 1));
                web.door.close();
                web.door.close();
            }
        }
    }
}
