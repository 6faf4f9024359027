package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

/// Starts brokers that are to be killed in half the time, with a cache of their classes (JEP 483). The first one is
/// trained: it serves a while and is stopped.
final class VictimCache {
    private final Path folder;
    private final String classPath;

    /// @param folder where it may write; it packs the class path's folders as archives, which the JVM asks for
    VictimCache(Path folder) {
        this.folder = folder;
        var entries = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            // An empty entry is the current folder, which is not to be packed.
            if (!entry.isEmpty()) {
                entries.add(Files.isDirectory(Path.of(entry)) ? pack(entry, entries.size()) : entry);
            }
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    private String pack(String classes, int number) {
        String archive = folder.resolve(number + ".jar").toString();
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(jar.run(System.out, System.err, "-c", "-f", archive, "--no-compress", "-C", classes, ".")).isZero();
        return archive;
    }

    private Process start(Path data, int port, String cache) throws IOException {
        return KafkaKillTest.start(data, port, classPath, cache + folder.resolve("classes.aot"), "-Xlog:disable");
    }

    /// Starts a broker whose classes are written into the cache when it is stopped.
    Process train(Path data, int port) throws IOException {
        return start(data, port, "-XX:AOTCacheOutput=");
    }

    /// Starts a broker with the cache.
    Process start(Path data, int port) throws IOException {
        return start(data, port, "-XX:AOTCache=");
    }
}
