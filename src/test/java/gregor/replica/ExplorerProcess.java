package gregor.replica;

import module java.base;

/// Explores in a process of its own, whose class path may have a changed class, and prints what it finds.
final class ExplorerProcess {
    private ExplorerProcess() {}

    public static void main(String[] args) {
        var explorer = new Explorer(ClusterSettings.of(Integer.parseInt(args[3])).minInsync(2),
                Integer.parseInt(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[0]));
        System.out.println(explorer.explore().map(Object::toString).orElse("no promise is broken"));
    }

    /// Explores with a changed class; returns what it finds.
    static String explore(String classPath, int brokers, int events, int faults, int maxStates) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", classPath,
                ExplorerProcess.class.getName(), "" + maxStates, "" + events, "" + faults, "" + brokers)
                .redirectErrorStream(true).start();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return found;
    }
}
