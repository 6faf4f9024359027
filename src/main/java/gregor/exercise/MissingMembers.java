package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.lesson.LessonFiles;

/// Finds methods and fields that the compiled lessons refer to and that the learner's classes do not have.
///
/// @param classes the folder of the compiled originals
record MissingMembers(Course course, Path classes) {
    /// Returns a sentence for each missing member, with the lesson that needs it.
    List<String> missing(Map<String, byte[]> mine) {
        var loader = new LearnerClassLoader(MissingMembers.class.getClassLoader(), mine);
        var lacking = new TreeMap<String, String>();
        for (Chapter chapter : course.chapters()) {
            for (Path file : LessonFiles.below(classes.resolve("gregor").resolve(chapter.name()), ".class")) {
                ClassModel user = parse(file);
                if (mine.containsKey(name(user.thisClass()))) {
                    continue;
                }
                for (PoolEntry entry : user.constantPool()) {
                    if (entry instanceof MemberRefEntry member && mine.containsKey(name(member.owner()))
                            && !has(load(loader, name(member.owner())), member)) {
                        lacking.putIfAbsent(describe(member), "lesson " + chapter.number() + ", " + chapter.name()
                                + " (" + simple(user.thisClass()) + ")");
                    }
                }
            }
        }
        return lacking.entrySet().stream().map(lack -> lack.getKey() + " is missing; " + lack.getValue() + " needs it")
                .toList();
    }

    private static boolean has(Class<?> owner, MemberRefEntry member) {
        String name = member.name().stringValue();
        String type = member.type().stringValue();
        if (name.equals("<init>")) {
            return Stream.of(owner.getDeclaredConstructors()).anyMatch(made -> MethodType
                    .methodType(void.class, made.getParameterTypes()).descriptorString().equals(type));
        }
        return Stream.of(owner.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals(name) && MethodType
                        .methodType(method.getReturnType(), method.getParameterTypes()).descriptorString().equals(type))
                || Stream.of(owner.getDeclaredFields()).anyMatch(
                        field -> field.getName().equals(name) && field.getType().descriptorString().equals(type))
                || Stream.concat(Stream.ofNullable(owner.getSuperclass()), Stream.of(owner.getInterfaces()))
                        .anyMatch(above -> has(above, member));
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new LessonException("cannot load your class " + name, e);
        }
    }

    private static String describe(MemberRefEntry member) {
        String owner = simple(member.owner());
        String what = member.name().equalsString("<init>")
                ? "the constructor " + owner
                : owner + "." + member.name().stringValue();
        String type = member.type().stringValue();
        return !type.startsWith("(")
                ? what
                : what + MethodTypeDesc.ofDescriptor(type).parameterList().stream().map(ClassDesc::displayName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String name(ClassEntry type) {
        return type.asInternalName().replace('/', '.');
    }

    private static String simple(ClassEntry type) {
        return type.asInternalName().replaceFirst(".*/", "").replace('$', '.');
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
    }
}
