package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Picocli's jar, as the start-up cache needs it.
class ClassUpgradeTest {
    @TempDir
    private Path folder;

    @Test
    void allClassesGetAVersionWithStackMapsAndPassTheVerifier() throws Exception {
        Path original = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path jar = Files.copy(original, folder.resolve("picocli.jar"));
        ClassUpgrade.main(jar.toString());
        try (var from = new JarFile(original.toFile()); var to = new JarFile(jar.toFile())) {
            assertThat(Collections.list(to.entries())).extracting(JarEntry::getName).containsExactlyElementsOf(
                    Collections.list(from.entries()).stream().map(JarEntry::getName).toList());
            for (JarEntry entry : Collections.list(to.entries())) {
                if (entry.getName().endsWith(".class")) {
                    try (InputStream bytes = to.getInputStream(entry)) {
                        assertThat(bytes.readNBytes(8)[7]).as(entry.getName()).isGreaterThanOrEqualTo((byte) 50);
                    }
                }
            }
            try (var loader = new URLClassLoader(new URL[]{jar.toUri().toURL()},
                    ClassLoader.getPlatformClassLoader())) {
                for (JarEntry entry : Collections.list(to.entries())) {
                    if (entry.getName().startsWith("picocli/CommandLine")) {
                        String name = entry.getName().replace(".class", "").replace('/', '.');
                        assertThat(Class.forName(name, true, loader).getClassLoader()).isSameAs(loader);
                    }
                }
            }
        }
        byte[] once = Files.readAllBytes(jar);
        ClassUpgrade.main(jar.toString());
        assertThat(Files.readAllBytes(jar)).as("a second time changes no class").hasSameSizeAs(once);
    }
}
