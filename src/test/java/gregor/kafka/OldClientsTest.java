package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients of older Kafkas, copied by Maven, and today's, each loaded by a class loader of its own.
class OldClientsTest {
    private static final List<String> SEEN = List.of("acks=0: offset -1", "gzip=by gzip 1000", "lz4=by lz4 1000",
            "none=by none 1000", "none=not awaited 0", "snappy=by snappy 1000", "zstd=by zstd 1000",
            "each of two members has 1 and 1", "start [0], times 0", "nodes 1", "retention 86400000",
            "ends {0=5, 1=1, 2=0}", "start 1", "log dirs 1", "exists: TopicExistsException",
            "unknown: UnknownTopicOrPartitionException", "ACLs: SecurityDisabledException", "committed 6", "members 0",
            "moved", "deleted: GroupIdNotFoundException", "listed: false", "k=after 0");

    @TempDir
    private Path folder;

    private static URL[] places(String version) throws Exception {
        var places = new ArrayList<URL>();
        places.add(OldProgram.class.getProtectionDomain().getCodeSource().getLocation());
        Path target = Path.of(System.getProperty("gregor.home"), "target");
        try (Stream<Path> old = Files.list(target.resolve("old-clients"));
                Stream<Path> others = Files.list(target.resolve("test-lib"))) {
            Pattern wanted = Pattern
                    .compile("(slf4j|lz4|snappy|zstd).*|kafka-clients-" + Pattern.quote(version) + ".jar");
            Stream.concat(old, others).filter(jar -> wanted.matcher(jar.getFileName().toString()).matches())
                    .forEach(jar -> {
                        try {
                            places.add(jar.toUri().toURL());
                        } catch (MalformedURLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
        return places.toArray(URL[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.8.2", "3.9.1", "4.3.1"})
    void clientsOfEachVersionCanDoTheSame(String version) throws Exception {
        try (KafkaTestServer server = new KafkaTestServer(BrokerSettings.in(folder));
                var loader = new URLClassLoader(places(version), ClassLoader.getPlatformClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Class<?> program = loader.loadClass(OldProgram.class.getName());
                assertThat(loader.loadClass("org.apache.kafka.common.utils.AppInfoParser").getMethod("getVersion")
                        .invoke(null)).isEqualTo(version);
                assertThat((List<?>) program.getMethod("run", String.class).invoke(null, server.address()))
                        .map(Object::toString).isEqualTo(SEEN);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
