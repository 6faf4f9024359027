package gregor.kafka;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import javax.tools.ToolProvider;

/// Compiles a class of the broker with a fault: some of its code is replaced. The original is not changed.
public final class ChangedClass {
    private ChangedClass() {}

    /// Compiles a changed class.
    ///
    /// @param folder where it writes the class, which comes first in the returned class path
    /// @param name   the class, such as `gregor.kafka.ProduceApi`
    /// @param code   what it replaces; the source has it once
    /// @return a class path with the changed class
    public static String classPath(Path folder, String name, String code, String replacement) throws IOException {
        Path source = Path.of(System.getProperty("gregor.home", ""), "src/main/java", name.replace('.', '/') + ".java");
        String original = Files.readString(source);
        assertThat(original.split(Pattern.quote(code), -1)).as("%s has the code to change once", name).hasSize(2);
        Path changed = Files.createDirectories(folder.resolve("source")).resolve(source.getFileName());
        Files.writeString(changed, original.replace(code, replacement));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-implicit:none",
                "-nowarn", "--release", "" + Runtime.version().feature(), "-cp", classPath, "-d", classes.toString(),
                changed.toString());
        assertThat(result).as("the changed %s compiles", name).isZero();
        return classPath;
    }
}
