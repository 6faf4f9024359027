package gregor.cli;

import module java.base;

import gregor.lesson.TerminalStyle;
import gregor.replica.scenario.Scenario;
import gregor.replica.scenario.ScenarioRun;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;

/// A scenario on the screen of a terminal, with a key for each step, each fault and the way back.
final class SimulateKeys {
    private static final int ESCAPE = 27;
    private static final int CTRL_C = 3;
    private static final Map<Character, String> FAULTS = Map.of('c', "crash", 'r', "restart", 'p', "pause", 'u',
            "resume", 'o', "fail-power", 'd', "lose-disk", 's', "shut-down");
    private static final Map<Character, String> OTHERS = Map.of('h', "heal", 't', "run 1s", 'T', "run 10s");
    private static final List<String> HELP = List.of(
            "Enter, n next step   b back   0 start   : a step of your own   w save   q end",
            "1-9 choose a broker, then: c crash  r start  p pause  u continue  o fail power",
            "    d lose disk  s shut down  x cut off     h repair the network   t, T let 1 s, 10 s pass");

    private final Scenario scenario;
    private final Terminal terminal;
    private final int width;
    private final List<String> steps;
    private final List<String> history = new ArrayList<>();
    private ScenarioRun run;
    private int made;
    private int chosen = 1;
    private String message = "";

    SimulateKeys(Scenario scenario, Terminal terminal) {
        this.scenario = scenario;
        this.terminal = terminal;
        width = Math.clamp(terminal.getSize().getColumns() == 0 ? 80 : terminal.getSize().getColumns(), 40, 120);
        steps = new ArrayList<>(scenario.steps());
        run = new ScenarioRun(scenario);
    }

    void run() throws IOException {
        Attributes before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        try {
            NonBlockingReader keys = terminal.reader();
            draw();
            for (int key = keys.read(); !List.of(-1, CTRL_C, (int) 'q').contains(key); key = keys.read()) {
                press(key == ESCAPE ? escape(keys) : (char) key, keys);
                draw();
            }
        } finally {
            terminal.setAttributes(before);
            terminal.writer().println();
            terminal.flush();
        }
    }

    /// Reads the rest of an arrow's sequence: right is the next step, left is back.
    private static char escape(NonBlockingReader keys) throws IOException {
        int second = keys.read(50);
        int third = second == '[' || second == 'O' ? keys.read(50) : -1;
        return third == 'C' ? 'n' : third == 'D' ? 'b' : ' ';
    }

    private void press(char key, NonBlockingReader keys) throws IOException {
        message = "";
        try {
            if (key >= '1' && key <= '9') {
                run.cluster().broker(key - '0');
                chosen = key - '0';
            } else if (FAULTS.containsKey(key)) {
                insert(FAULTS.get(key) + " " + chosen);
            } else if (OTHERS.containsKey(key)) {
                insert(OTHERS.get(key));
            } else {
                command(key, keys);
            }
        } catch (IllegalArgumentException e) {
            message = "!! " + e.getMessage();
        }
    }

    private void command(char key, NonBlockingReader keys) throws IOException {
        switch (key) {
            case '\r', '\n', 'n' -> next();
            case 'b' -> to(Math.max(0, made - 1));
            case '0' -> to(0);
            case 'x' -> {
                for (String other : Stream.concat(
                        run.cluster().brokers().keySet().stream().filter(to -> to != chosen).map(String::valueOf),
                        Stream.of("controller")).toList()) {
                    insert("cut " + chosen + " " + other);
                }
            }
            case ':' -> {
                String step = line("step", keys);
                if (!step.isEmpty()) {
                    insert(step);
                }
            }
            case 'w' -> save(line("file", keys));
            default -> {
                // no key
            }
        }
    }

    private void next() {
        if (made == steps.size()) {
            message = scenario.answer().isEmpty() ? "That was the last step." : scenario.answer();
        } else {
            make(steps.get(made));
            made++;
        }
    }

    private void make(String step) {
        Optional<String> unmet = run.step(step);
        message = unmet.map("!! "::concat).orElse(step.startsWith("expect ") ? "It holds: " + step : "");
        var state = run.cluster().state();
        history.add("%9.3f s  leader %s  epoch %d  ISR %-11s %s  %s".formatted(run.cluster().now().toMillis() / 1e3,
                state.leader() < 0 ? "-" : state.leader(), state.leaderEpoch(), state.isr(),
                run.metrics().values().stream().map(String::valueOf).collect(Collectors.joining(" ")), step));
    }

    private void insert(String step) {
        make(step);
        steps.add(made, step);
        made++;
    }

    private void to(int target) {
        made = target;
        history.clear();
        run = new ScenarioRun(scenario);
        steps.subList(0, made).forEach(this::make);
        message = "";
    }

    private void save(String name) {
        try {
            Files.writeString(Path.of(name), scenario.steps(steps).text(), StandardOpenOption.CREATE_NEW);
            message = "Saved; ./gregor simulate " + name + " runs it.";
        } catch (FileAlreadyExistsException e) {
            message = "!! " + name + " exists already; choose another name";
        } catch (IOException | InvalidPathException e) {
            message = "!! " + name + " cannot be written; choose another name";
        }
    }

    /// Reads a line; Escape leaves it empty.
    private String line(String prompt, NonBlockingReader keys) throws IOException {
        var typed = new StringBuilder();
        while (true) {
            terminal.writer().print("\r\u001b[K" + prompt + ": " + typed);
            terminal.flush();
            int key = keys.read();
            if (key == '\r' || key == '\n') {
                return typed.toString().strip();
            }
            if (key == ESCAPE || key == CTRL_C || key < 0) {
                return "";
            }
            if (key == 127 || key == '\b') {
                typed.setLength(Math.max(0, typed.length() - 1));
            } else if (key >= ' ') {
                typed.append((char) key);
            }
        }
    }

    private void draw() {
        terminal.puts(InfoCmp.Capability.clear_screen);
        var text = new StringJoiner("\n");
        text.add(TerminalStyle.wrap(scenario.question(), width, "")).add("").add(run.toString()).add("");
        text.add("     time                           " + String.join(" ", run.metrics().keySet()) + ", step");
        history.subList(Math.max(0, history.size() - 6), history.size()).forEach(text::add);
        text.add("").add(made < steps.size() ? "next: " + steps.get(made) : "no more steps");
        text.add("broker " + chosen + " is chosen");
        HELP.forEach(text::add);
        text.add(TerminalStyle.wrap(message, width, ""));
        text.toString().lines().forEach(
                line -> terminal.writer().print((line.length() > width ? line.substring(0, width) : line) + "\r\n"));
        terminal.flush();
    }
}
