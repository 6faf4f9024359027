package gregor.kafka;

import module java.base;

/// A process that attacks a broker until it is closed. Its priority is low, so that the broker and its well-behaved
/// clients are not slow only because they share a machine with the attackers.
final class AttackProcess implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path NICE = Path.of("/usr/bin/nice");

    private final Process process;

    private AttackProcess(Process process) {
        this.process = process;
    }

    /// Starts attacks.
    static AttackProcess start(InetSocketAddress broker, List<Attack> attacks) throws IOException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "15"));
        }
        command.addAll(List.of(JAVA.toString(), "-Xmx1g", "-Dgregor.prove=" + Attack.PROVE, "-cp",
                System.getProperty("java.class.path"), AttackProcess.class.getName(),
                Integer.toString(broker.getPort())));
        attacks.forEach(attack -> command.add(attack.name()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the attackers have not started");
        }
        return new AttackProcess(process);
    }

    /// Attacks the broker at a port of this machine until the standard input ends.
    public static void main(String[] args) throws Exception {
        var broker = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        var running = new AtomicBoolean(true);
        for (String name : List.of(args).subList(1, args.length)) {
            Attack attack = Attack.valueOf(name);
            for (int i = 0; i < attack.threads; i++) {
                Thread.ofPlatform().daemon().name(name).start(() -> run(attack, new Attackers(broker, running::get)));
            }
        }
        System.out.println("attacking");
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
    }

    private static void run(Attack attack, Attackers attackers) {
        try {
            attack.run(attackers);
        } catch (Exception e) {
            throw new AssertionError("the attack " + attack + " ended", e);
        }
    }

    /// Ends the attacks.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
