package gregor.exercise;

import module java.base;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// Names the lines of the learner's classes that fail or never end in a process that runs them, on any thread.
public final class LearnerFaults {
    /// The property of a process that runs the learner's classes: their folder.
    static final String FOLDER = "gregor.mine";
    /// The seconds that one call of the learner's code may compute, or that the main thread may wait in it.
    static final int RUN_SECONDS = 20;
    static final int WAIT_SECONDS = 60;

    private static final Pattern THREAD = Pattern.compile("(\\d+) \"(.*)\" (?:virtual )?([A-Z_]+) .*");
    private static final Pattern FRAME = Pattern.compile(" *at (?:.*/)?([\\w.$]+)\\.[^.]+\\((\\w+\\.java:\\d+)\\)");
    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();
    private static final Set<Throwable> PRINTED = Collections
            .synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final Predicate<String> mine;
    private Map<String, Integer> calls = Map.of();

    /// @param mine recognises the names of the learner's classes
    LearnerFaults(Predicate<String> mine) {
        this.mine = mine;
    }

    /// Describes an exception whose first frame outside the JDK is in one of the learner's classes, or that they caused
    /// by using up the memory or the stack; empty if this process runs none of them.
    public static Optional<String> blame(Throwable thrown) {
        boolean wraps = thrown instanceof LinkageError || thrown instanceof CompletionException
                || thrown instanceof ExecutionException;
        Throwable cause = wraps && thrown.getCause() != null ? thrown.getCause() : thrown;
        StackTraceElement[] stack = cause.getStackTrace();
        boolean mine = cause instanceof VirtualMachineError || Stream.of(stack).map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.")).findFirst()
                .filter(LearnerFaults::isMine).isPresent();
        String place = FailureListener.place(stack, LearnerFaults::isMine);
        return mine && !place.isEmpty()
                ? Optional.of("your " + place + ", threw " + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : ": " + cause.getMessage()))
                : Optional.empty();
    }

    /// Returns a class whose methods report a defect before they throw it, since the caller may hide it.
    static byte[] reporting(byte[] bytes) {
        return ClassFile.of().transformClass(ClassFile.of().parse(bytes), ClassTransform.transformingMethodBodies(
                method -> !method.methodName().stringValue().startsWith("<"), CodeTransform.endHandler(code -> {
                    var end = code.newBoundLabel();
                    code.exceptionCatchAll(code.startLabel(), end, end).dup()
                            .invokestatic(ClassDesc.of(LearnerFaults.class.getName()), "thrown",
                                    MethodTypeDesc.ofDescriptor("(Ljava/lang/Throwable;)V"))
                            .athrow();
                })));
    }

    /// Reports an error, or an exception that right code does not throw on purpose; one report a place. The methods of
    /// the learner's classes call it.
    public static void thrown(Throwable thrown) {
        boolean deliberate = thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException
                || !List.of("java.lang", "java.util").contains(thrown.getClass().getPackageName())
                || thrown instanceof InterruptedException;
        if (!deliberate) {
            blame(thrown).filter(REPORTED::add).ifPresent(text -> {
                PRINTED.add(thrown);
                System.err.println("gregor: " + text);
            });
        }
    }

    /// Reports whether this exception was printed already.
    public static boolean isReported(Throwable thrown) {
        return PRINTED.contains(thrown);
    }

    private static boolean isMine(String type) {
        return System.getProperty(FOLDER) != null
                && Files.exists(Path.of(System.getProperty(FOLDER), type.replace('.', '/') + ".class"));
    }

    /// Ends this process if it runs the learner's classes and one of their methods does not end.
    public static void watch() {
        if (System.getProperty(FOLDER) != null) {
            Path dump = Path.of(System.getProperty(FOLDER), "threads.txt").toAbsolutePath();
            var faults = new LearnerFaults(LearnerFaults::isMine);
            Thread.ofPlatform().daemon().name("gregor-watch").start(() -> faults.watch(dump));
        }
    }

    private void watch(Path dump) {
        var threads = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            while (true) {
                Thread.sleep(1000);
                Files.deleteIfExists(dump);
                threads.dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
                endless(Files.readString(dump)).ifPresent(text -> {
                    System.err.println("gregor: " + text);
                    System.err.flush();
                    Runtime.getRuntime().halt(1);
                });
            }
        } catch (IOException | InterruptedException e) {
            // without the folder the process ends
        }
    }

    /// Reads a thread dump, to be called once a second, and names a line of a call that lasts too long. Calls are the
    /// same if the thread and the frames outside the learner's code are.
    Optional<String> endless(String dump) {
        var now = new HashMap<String, Integer>();
        Optional<String> found = Optional.empty();
        for (String thread : dump.split("\n\n#")) {
            List<String> lines = thread.lines().toList();
            Matcher name = THREAD.matcher(lines.getFirst());
            List<String> frames = lines.stream().filter(line -> line.strip().startsWith("at ")).toList();
            List<Integer> own = IntStream.range(0, frames.size()).filter(i -> isMine(frames.get(i), mine)).boxed()
                    .toList();
            if (own.isEmpty() || !name.matches()) {
                continue;
            }
            boolean runs = name.group(3).equals("RUNNABLE") && !frames.getFirst().endsWith("(Native Method)");
            if (runs || name.group(2).equals("main")) {
                String call = name.group(1) + frames.subList(own.getLast() + 1, frames.size())
                        + frames.get(own.getLast()).replaceFirst("\\(.*", "");
                int seconds = calls.getOrDefault(call, 0) + 1;
                now.put(call, seconds);
                if (seconds >= (runs ? RUN_SECONDS : WAIT_SECONDS)) {
                    Matcher frame = FRAME.matcher(frames.get(own.getFirst()));
                    found = frame.matches()
                            ? Optional.of("your " + frame.group(2).replace(":", ", line ") + ", has not ended after "
                                    + seconds + " seconds; is there a loop that never ends?")
                            : found;
                }
            }
        }
        calls = now;
        return found;
    }

    private static boolean isMine(String line, Predicate<String> mine) {
        Matcher frame = FRAME.matcher(line);
        return frame.matches() && mine.test(frame.group(1));
    }
}
