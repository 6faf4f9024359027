package gregor.replica.explorer;

import module java.base;

import gregor.replica.ClusterSettings;

/// Explores in a process of its own, whose class path may have a changed class, and prints what it finds.
final class ExplorerProcess {
    private ExplorerProcess() {}

    public static void main(String[] args) {
        Set<Action.Kind> kinds = Arrays.stream(args).skip(5).filter(word -> word.matches("[A-Z_]+"))
                .map(Action.Kind::valueOf).collect(Collectors.toCollection(() -> EnumSet.noneOf(Action.Kind.class)));
        List<String> begin = Arrays.stream(args).skip(5).filter(word -> !word.matches("[A-Z_]+")).toList();
        int[] numbers = Arrays.stream(args).limit(5).mapToInt(Integer::parseInt).toArray();
        var explorer = new Explorer(ClusterSettings.of(numbers[0]).minInsync(numbers[1]), numbers[2], numbers[3],
                numbers[4], kinds, begin);
        System.out.println(explorer.explore().map(Object::toString).orElse("no promise is broken") + "\n"
                + explorer.states() + " states, " + explorer.differences() + " differences");
    }

    /// Explores with a changed class; returns what it finds.
    ///
    /// @param world brokers, `min.insync.replicas`, events, faults, maximum of states, the kinds of differences, and how all
    ///              schedules begin, separated by spaces
    static String explore(String classPath, String world) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", classPath,
                ExplorerProcess.class.getName()));
        command.addAll(List.of(world.strip().split(" +")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return found;
    }
}
