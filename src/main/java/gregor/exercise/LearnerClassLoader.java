package gregor.exercise;

import module java.base;

/// Loads Gregor's classes with the learner's instead of the originals. Each run of the tests has its own loader.
///
/// It instruments the constructors of logs and of their clients to register with [CreatedLogs], which draws them if a
/// test fails.
final class LearnerClassLoader extends ClassLoader {
    private static final String UNCHANGED = "gregor.exercise.";
    private static final ClassDesc REGISTRY = ClassDesc.of(CreatedLogs.class.getName());
    private static final MethodTypeDesc REGISTER = MethodTypeDesc.ofDescriptor("(Ljava/lang/Object;)V");
    private static final Map<String, byte[]> ORIGINALS = new ConcurrentHashMap<>();

    private final Map<String, byte[]> mine;

    LearnerClassLoader(ClassLoader parent, Map<String, byte[]> mine) {
        super(parent);
        this.mine = mine;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("gregor.") || name.startsWith(UNCHANGED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = mine.get(name);
            bytes = bytes != null
                    ? instrument(name, bytes)
                    : ORIGINALS.computeIfAbsent(name, key -> instrument(key, original(key)));
            if (bytes.length == 0) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] original(String name) {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private byte[] instrument(String name, byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            if (!isTracked(model, 0)) {
                return bytes;
            }
            return ClassFile.of().transformClass(model, ClassTransform
                    .transformingMethodBodies(method -> method.methodName().equalsString("<init>"), (code, element) -> {
                        if (element instanceof ReturnInstruction) {
                            code.aload(0).invokestatic(REGISTRY, "register", REGISTER);
                        }
                        code.with(element);
                    }));
        } catch (IllegalArgumentException e) {
            return bytes;
        }
    }

    private boolean isTracked(ClassModel model, int depth) {
        for (ClassEntry face : model.interfaces()) {
            String name = face.asInternalName();
            if (name.equals("gregor/list/Log") || name.equals("gregor/list/Client") || isTracked(name, depth)) {
                return true;
            }
        }
        return model.superclass().map(ClassEntry::asInternalName).filter(name -> isTracked(name, depth)).isPresent();
    }

    private boolean isTracked(String internalName, int depth) {
        String name = internalName.replace('/', '.');
        if (!name.startsWith("gregor.") || depth > 8) {
            return false;
        }
        byte[] bytes = mine.containsKey(name) ? mine.get(name) : original(name);
        return bytes.length > 0 && isTracked(ClassFile.of().parse(bytes), depth + 1);
    }
}
