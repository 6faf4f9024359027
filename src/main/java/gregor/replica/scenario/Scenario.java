package gregor.replica.scenario;

import module java.base;

import gregor.replica.Cluster;
import gregor.replica.ClusterSettings;

/// A history of a [Cluster] as a file of readable lines: settings, then one step a line, such as `crash 1`, and what must
/// be seen, such as `expect leader = 2`.
///
/// @param name     the name of its file, without the suffix
/// @param group    what it is about
/// @param proves   what it shows, in a sentence
/// @param question what the reader predicts
/// @param answer   the right prediction, with the reason
/// @param settings the lines of settings, by their names
/// @param steps    the other lines
public record Scenario(String name, String group, String proves, String question, String answer,
        SortedMap<String, String> settings, List<String> steps) {
    private static final List<String> TEXTS = List.of("group", "proves", "question", "answer");
    private static final Map<String, String> DEFAULTS = Map.of("brokers", "3", "min.insync.replicas", "1",
            "unclean.leader.election.enable", "false", "eligible.leader.replicas.version", "1",
            "replica.lag.time.max.ms", "30s", "broker.session.timeout.ms", "9s", "seed", "1");

    /// Reads a scenario. Empty lines, and lines that begin with `#`, are comments.
    ///
    /// @throws IllegalArgumentException if a line is neither a setting nor a step; it names the line
    public static Scenario read(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("[.]txt$", "");
        return parse(name, Files.readAllLines(file));
    }

    /// Reads the lines of a scenario.
    ///
    /// @throws IllegalArgumentException as [#read(Path)] does
    public static Scenario parse(String name, List<String> lines) {
        var texts = new HashMap<String, String>();
        var settings = new TreeMap<String, String>();
        var steps = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String key = line.split("[: ]", 2)[0];
            String rest = line.substring(Math.min(line.length(), key.length() + 1)).strip();
            try {
                if (TEXTS.contains(key) && line.startsWith(key + ":")) {
                    texts.put(key, rest);
                } else if (DEFAULTS.containsKey(key)) {
                    checkFirst(key, steps);
                    settings.put(key, rest);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    ScenarioRun.check(line);
                    steps.add(line);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        var scenario = new Scenario(name, texts.getOrDefault("group", "own"), texts.getOrDefault("proves", ""),
                texts.getOrDefault("question", ""), texts.getOrDefault("answer", ""), settings, List.copyOf(steps));
        scenario.cluster();
        return scenario;
    }

    private static void checkFirst(String setting, List<String> steps) {
        if (!steps.isEmpty()) {
            throw new IllegalArgumentException("set " + setting + " before the first step");
        }
    }

    public Scenario steps(List<String> other) {
        return new Scenario(name, group, proves, question, answer, settings, List.copyOf(other));
    }

    public Scenario seed(long seed) {
        var other = new TreeMap<>(settings);
        other.put("seed", String.valueOf(seed));
        return new Scenario(name, group, proves, question, answer, other, steps);
    }

    /// Starts its cluster.
    ///
    /// @throws IllegalArgumentException if a setting has a wrong value
    public Cluster cluster() {
        return new Cluster(new ClusterSettings(number("brokers"), number("min.insync.replicas"),
                truth("unclean.leader.election.enable"), number("eligible.leader.replicas.version") > 0,
                duration(value("replica.lag.time.max.ms")), duration(value("broker.session.timeout.ms")),
                number("seed"), true));
    }

    private String value(String setting) {
        return settings.getOrDefault(setting, Objects.requireNonNull(DEFAULTS.get(setting)));
    }

    private boolean truth(String setting) {
        if (!List.of("true", "false").contains(value(setting))) {
            throw new IllegalArgumentException(name + ": " + setting + " is true or false, not " + value(setting));
        }
        return value(setting).equals("true");
    }

    private int number(String setting) {
        try {
            return Integer.parseInt(value(setting));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + setting + " is a number, not \"" + value(setting) + "\"",
                    e);
        }
    }

    /// Reads a time such as `50ms`, `10s` or `2m`.
    static Duration duration(String text) {
        try {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException("a time is 50ms, 10s or 2m, not \"" + text + "\"", e);
        }
    }

    public String text() {
        var lines = new StringJoiner("\n", "", "\n");
        lines.add("group: " + group).add("proves: " + proves).add("question: " + question).add("answer: " + answer);
        lines.add("");
        settings.forEach((setting, value) -> lines.add(setting + " " + value));
        steps.forEach(lines::add);
        return lines.toString();
    }
}
