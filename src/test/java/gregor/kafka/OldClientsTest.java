package gregor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.BrokerSettings;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients of an older Kafka, copied by Maven and loaded by a class loader of their own.
class OldClientsTest {
    @TempDir
    private Path folder;

    private static URL[] places() throws Exception {
        var places = new ArrayList<URL>();
        places.add(OldProgram.class.getProtectionDomain().getCodeSource().getLocation());
        Path target = Path.of(System.getProperty("gregor.home"), "target");
        try (Stream<Path> old = Files.list(target.resolve("old-clients"));
                Stream<Path> others = Files.list(target.resolve("test-lib"))) {
            Stream.concat(old, others.filter(jar -> jar.getFileName().toString().matches("(slf4j|lz4|snappy|zstd).*")))
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

    @Test
    void oldClientsWriteAndRead() throws Exception {
        try (KafkaTestServer server = new KafkaTestServer(BrokerSettings.inMemory(folder));
                var loader = new URLClassLoader(places(), ClassLoader.getPlatformClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Class<?> program = loader.loadClass(OldProgram.class.getName());
                assertThat(loader.loadClass("org.apache.kafka.common.utils.AppInfoParser").getMethod("getVersion")
                        .invoke(null)).isEqualTo("3.7.2");
                assertThat((List<?>) program.getMethod("run", String.class).invoke(null, server.address()))
                        .map(Object::toString).containsExactlyInAnyOrder("none=by none", "gzip=by gzip",
                                "snappy=by snappy", "lz4=by lz4", "zstd=by zstd", "committed 5", "0", "producers 4",
                                "SecurityDisabledException", "false");
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
