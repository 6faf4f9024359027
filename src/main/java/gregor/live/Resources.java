package gregor.live;

import module java.base;

/// The sources that are compiled together with the cells, from the jar.
final class Resources {
    /// Classes and methods of the JDK that TeaVM lacks, and what the script of a page calls.
    static final List<String> SOURCES = List.of("LivePage.java", "Substitutes.java", "jdk/time/TInstantSource.java",
            "jdk/util/TStringJoiner.java", "jdk/util/THexFormat.java", "jdk/util/TSplittableRandom.java", "jdk/util/TSpliterators.java",
            "jdk/util/concurrent/TSemaphore.java", "jdk/util/concurrent/TLinkedBlockingQueue.java",
            "jdk/util/concurrent/TCountDownLatch.java", "jdk/util/concurrent/locks/TReentrantLock.java",
            "jdk/util/zip/TCRC32C.java");

    private Resources() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
