package gregor.exercise;

import module java.base;

import gregor.lesson.Chapter;
import gregor.lesson.Course;
import gregor.lesson.LessonException;

/// Finds methods and fields that the compiled lessons refer to and that the learner's classes do not have.
///
/// @param course  names the lessons
/// @param classes the folder of the compiled originals
record MissingMembers(Course course, Path classes) {
    /// Returns a sentence for each missing member, with the lesson that needs it.
    List<String> missing(Map<String, byte[]> mine) {
        Map<String, String> lacking = new TreeMap<>();
        Map<String, ClassModel> models = new TreeMap<>();
        mine.forEach((name, bytes) -> models.put(name.replace('.', '/'), ClassFile.of().parse(bytes)));
        for (Chapter chapter : course.chapters()) {
            for (Path file : Exercise.files(classes.resolve("gregor").resolve(chapter.name()), ".class")) {
                ClassModel user = parse(file);
                if (models.containsKey(user.thisClass().asInternalName())) {
                    continue;
                }
                for (PoolEntry entry : user.constantPool()) {
                    if (entry instanceof MemberRefEntry member && models.containsKey(member.owner().asInternalName())
                            && !has(models, member.owner().asInternalName(), member.name().stringValue(),
                                    member.type().stringValue())) {
                        String owner = simple(member.owner().asInternalName());
                        String what = member.name().equalsString("<init>")
                                ? "the constructor " + owner
                                : owner + "." + member.name().stringValue();
                        lacking.merge(
                                what + parameters(member.type().stringValue()), "lesson " + chapter.number() + ", "
                                        + chapter.name() + " (" + simple(user.thisClass().asInternalName()) + ")",
                                (first, second) -> first);
                    }
                }
            }
        }
        return lacking.entrySet().stream().map(lack -> lack.getKey() + " is missing; " + lack.getValue() + " needs it")
                .toList();
    }

    private boolean has(Map<String, ClassModel> mine, String owner, String name, String type) {
        ClassModel model = mine.get(owner);
        if (model == null) {
            Path original = classes.resolve(owner + ".class");
            if (!Files.exists(original)) {
                return isInJdk(owner, name);
            }
            model = parse(original);
        }
        boolean here = model.methods().stream()
                .anyMatch(method -> method.methodName().equalsString(name) && method.methodType().equalsString(type))
                || model.fields().stream().anyMatch(
                        field -> field.fieldName().equalsString(name) && field.fieldType().equalsString(type));
        if (here || name.equals("<init>")) {
            return here;
        }
        var above = new ArrayList<ClassEntry>(model.interfaces());
        model.superclass().ifPresent(above::add);
        return above.stream().anyMatch(next -> has(mine, next.asInternalName(), name, type));
    }

    private static boolean isInJdk(String owner, String name) {
        try {
            return Stream.of(Class.forName(owner.replace('/', '.')).getMethods())
                    .anyMatch(method -> method.getName().equals(name));
        } catch (ClassNotFoundException e) {
            return true;
        }
    }

    private static String simple(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
    }

    private static String parameters(String type) {
        if (!type.startsWith("(")) {
            return "";
        }
        return "(" + String.join(", ", java.lang.constant.MethodTypeDesc.ofDescriptor(type).parameterList().stream()
                .map(java.lang.constant.ClassDesc::displayName).toList()) + ")";
    }

    private static ClassModel parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new LessonException("cannot read " + file, e);
        }
    }
}
