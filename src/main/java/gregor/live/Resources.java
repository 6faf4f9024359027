package gregor.live;

import module java.base;

/// The sources that are compiled together with the cells, from the jar.
final class Resources {
    /// What the script of a page calls, the classes and methods of the JDK that TeaVM lacks, and smaller ones for some of
    /// TeaVM's own.
    static final List<String> SOURCES = List.of("LivePage.java", "Substitutes.java", "jdk/time/TInstantSource.java",
            "jdk/util/TStringJoiner.java", "jdk/util/THexFormat.java", "jdk/util/TSplittableRandom.java",
            "jdk/util/zip/TCRC32C.java", "teavm/DoubleAnalyzer.java", "teavm/DoubleSynthesizer.java",
            "teavm/PredefinedCharacterClasses.java");

    private Resources() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
