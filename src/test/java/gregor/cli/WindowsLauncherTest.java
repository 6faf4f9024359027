package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads `gregor.cmd` as the command interpreter of Windows would, as far as the mistakes go that break such files: no
/// machine with Windows has run it.
class WindowsLauncherTest {
    private static final Pattern JUMP = Pattern.compile("(?:goto|call) (:?\\w+)");
    private static final Pattern PATH = Pattern
            .compile("%(home|jdk|cp|~1|~dp0|GREGOR_JDK|JAVA_HOME|ProgramFiles|USERPROFILE)%?|%%~j");

    private static List<String> faults(String file) {
        var faults = new ArrayList<String>();
        if (!file.replace("\r\n", "").matches("[\\x20-\\x7e]*")) {
            faults.add("only ASCII, and lines that end in CR LF");
        }
        List<String> lines = file.lines().filter(line -> !line.startsWith("rem ")).toList();
        Map<String, Long> labels = lines.stream().filter(line -> line.startsWith(":"))
                .collect(Collectors.groupingBy(line -> line.substring(1), Collectors.counting()));
        var used = new TreeSet<String>();
        for (int i = 0; i < lines.size(); i++) {
            faults.addAll(faults(lines.get(i), i + 1 < lines.size() ? lines.get(i + 1) : ""));
            JUMP.matcher(lines.get(i)).results().map(jump -> jump.group(1)).filter(label -> !label.equals("mvn"))
                    .forEach(label -> used.add(label.replaceFirst("^:", "")));
        }
        used.stream().filter(label -> labels.getOrDefault(label, 0L) != 1).map(label -> "label " + label)
                .forEach(faults::add);
        labels.keySet().stream()
                .filter(label -> !used.contains(label) && !List.of("start", "built", "duckdb").contains(label))
                .map(label -> "unused " + label).forEach(faults::add);
        if (!lines.getLast().startsWith("exit /b")) {
            faults.add("runs off its end");
        }
        return faults;
    }

    private static List<String> faults(String line, String next) {
        var faults = new ArrayList<String>();
        String bare = line.replaceAll("\"[^\"]*\"", "");
        if (bare.contains("\"")) {
            faults.add("a quote without its pair: " + line);
        }
        if (!bare.startsWith("echo ") && bare.replaceAll("[^(]", "").length() != bare.replaceAll("[^)]", "").length()) {
            faults.add("a block over several lines: " + line);
        }
        if (PATH.matcher(bare).find()) {
            faults.add("a path, which may have spaces, without quotes: " + line);
        }
        if (line.contains("!")) {
            faults.add("delayed expansion: " + line);
        }
        if (line.contains("call mvn") && !line.endsWith("|| exit /b 1") && !next.equals("exit /b %errorlevel%")) {
            faults.add("a failed build goes on: " + line);
        }
        if (line.startsWith("exit /b %errorlevel%") && !next.isEmpty() && !next.startsWith(":")) {
            faults.add("never reached: " + next);
        }
        return faults;
    }

    private static String file() throws IOException {
        return Files.readString(Sample.home().resolve("gregor.cmd"));
    }

    @Test
    void itHasNoneOfTheFaultsThatBreakSuchFiles() throws IOException {
        assertThat(faults(file())).isEmpty();
    }

    /// Each command that it treats in its own way exists.
    @Test
    void itNamesCommandsThatExist() throws IOException {
        Set<String> commands = Gregor.commandLine(Map.of()).getSubcommands().keySet();
        assertThat(Pattern.compile("(?<=for %%c in \\()[^)]+").matcher(file()).results()
                .flatMap(names -> Stream.of(names.group().split(" ")))).hasSizeGreaterThan(6)
                .allMatch(commands::contains);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    goto nojdk | goto nojkd | label nojkd
                    call :check | call :chek | label chek
                    "%home%\\pom.xml" verify | %home%\\pom.xml verify | without quotes
                    -cp "%cp%" | -cp "%cp% | without its pair
                    %errorlevel% | !errorlevel! | delayed expansion
                    `default-jar || exit` | `default-jar & exit` | a failed build goes on
                    defined jdk goto nojdk | defined jdk ( goto nojdk | a block over several lines
                    winget | wîngét | only ASCII
                    exit /b 0 | rem the end | runs off its end
                    """)
    void aPlantedFaultIsFound(String right, String wrong, String fault) throws IOException {
        assertThat(file()).contains(right);
        assertThat(faults(file().replace(right, wrong))).anyMatch(found -> found.contains(fault));
    }
}
