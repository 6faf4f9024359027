package gregor.cli;

import module java.base;

import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;

/// Gives the classes of a jar the stack maps that Java 6 introduced (JVMS §4.7.4) and the version of Java 8.
///
/// The JDK's start-up cache takes no class without them. Picocli's classes, from Java 5, were a third of what a command
/// spent on its start.
final class ClassUpgrade {
    private ClassUpgrade() {}

    /// Upgrades the classes in jars.
    ///
    /// @param jars are replaced unless their classes are new enough
    public static void main(String... jars) throws IOException {
        for (String jar : jars) {
            upgrade(Path.of(jar));
        }
    }

    static void upgrade(Path jar) throws IOException {
        Path upgraded = jar.resolveSibling(jar.getFileName() + ".new");
        try (var from = new JarFile(jar.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(upgraded));
                var loader = new URLClassLoader(new URL[]{jar.toUri().toURL()})) {
            ClassFile classFile = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver())));
            for (JarEntry entry : Collections.list(from.entries())) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                var upgradedEntry = new ZipEntry(entry.getName());
                upgradedEntry.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(upgradedEntry);
                to.write(entry.getName().endsWith(".class") ? upgrade(classFile, bytes) : bytes);
                to.closeEntry();
            }
        }
        Files.move(upgraded, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] upgrade(ClassFile classFile, byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return classFile.transformClass(model, code.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        }));
    }
}
