package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import gregor.cli.console.ErrorReporter;
import gregor.lesson.Chapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The commands, with the streams of this process in their hands. None of them has a terminal here.
class CommandTest extends Shelled {
    @Test
    void aloneItShowsTheLessonsAndTheCommands() {
        assertThat(gregor()).isZero();
        assertThat(printed()).contains("0  toy", "1  list", "2  producer", "3  deque", "tour", "doctor");
    }

    @Test
    void theTourRunsEveryLessonAndReadsTheArchiveBack() throws IOException {
        assertThat(gregor("tour")).as(this::complained).isZero();
        String tour = printed();
        assertThat(tour).contains("1. A list", "2. Many writers", "3. A deque that spills", "deliveries were late",
                "[ truck-1…", "Read back data/archive/deliveries.csv: 14350 events, none missing.");
        assertThat(complained()).isEmpty();
        assertThat(tour.lines().count()).isBetween(60L, 95L);
        for (Chapter chapter : Gregor.course().chapters().stream().filter(Chapter::hasClasses).toList()) {
            for (Pattern shown : TourCommand.highlights(chapter.name())) {
                assertThat(tour.lines()).as(chapter.name() + ": " + shown)
                        .anyMatch(line -> line.startsWith("  ") && shown.matcher(line.strip()).find());
            }
        }
    }

    @Test
    void lessonZeroHasNothingToRunOrToTest() {
        assertThat(gregor("run", "0")).isEqualTo(2);
        assertThat(gregor("test", "toy")).isEqualTo(2);
        assertThat(gregor("exercise", "0")).isEqualTo(2);
        assertThat(complained()).contains("lesson 0 has no classes of its own; step through it with ./gregor learn 0",
                "lesson 0 has no exercises");
    }

    @Test
    void aLessonPlaysThroughWithoutATerminal() {
        assertThat(gregor("learn", "list")).as(this::complained).isZero();
        assertThat(printed()).contains("1. A list", "cell 1 of ", "==> 7", "OffsetOutOfRangeException")
                .doesNotContain("\u001b");
    }

    @Test
    void runTellsOneStory() {
        assertThat(gregor("run", "1")).isZero();
        assertThat(printed()).contains("The auditor reads from the beginning");
    }

    @Test
    void theProgressOfAClassIsALineForEachLearner(@TempDir Path course) throws IOException {
        Path ann = Files.createDirectories(course.resolve("ann/my"));
        Files.writeString(ann.resolve("progress"),
                "list done yes\nlist predict 4 right\nlist predict 5 wrong\nlist exercise the-next-offset done\nnow in deque\n");
        Path ben = Files.createDirectories(course.resolve("ben"));
        assertThat(gregor("progress", ann.toString(), ann.getParent().toString(), ben.toString())).isZero();
        assertThat(printed()).containsPattern("ann/my +0 +1\\d +2 +1 +1 +deque\n")
                .containsPattern("ben +0 +0 +0 +0 +0 +toy\n");
        assertThat(gregor("progress", "--json", ann.toString(), ben.toString())).isZero();
        assertThat(printed()).contains("\"lesson\":\"list\",\"cells\":").contains("\"predicted\":2,\"right\":1,");
        Path bad = Files.writeString(course.resolve("bad.txt"), "list predict 4 right\nrm -rf /\n");
        assertThat(gregor("progress", "--import", bad.toString())).isEqualTo(2);
        assertThat(complained()).contains("\"rm -rf /\" is no progress");
        assertThat(gregor("progress", course.resolve("missing").toString())).isEqualTo(2);
        assertThat(complained()).contains("there is no folder").contains("name the folder my/ of a learner");
    }

    @Test
    void aLessonThatIsNotThereIsACleanError() {
        assertThat(gregor("learn", "99")).isEqualTo(2);
        assertThat(gregor("run", "lsit")).isEqualTo(2);
        assertThat(complained()).contains("there is no lesson 99", "did you mean list?").doesNotContain("\tat ");
    }

    @Test
    void aCommandThatIsNotThereSuggestsTheNearest() {
        assertThat(gregor("tuor")).isEqualTo(2);
        assertThat(complained()).contains("there is no command tuor (did you mean tour?)");
        assertThat(gregor("learn", "1", "--agian")).isEqualTo(2);
        assertThat(complained()).contains("--again");
    }

    @Test
    void aCommandOfACommandHasHelpToo() {
        for (String command : new String[]{"users add", "users remove", "users allow", "users deny", "users list",
                "author sync", "author record", "author check", "author data"}) {
            assertThat(gregor((command + " --help").split(" "))).as(command).isZero();
            assertThat(printed()).contains("Usage: gregor " + command);
        }
    }

    @Test
    void usersAreKeptInTheDataFolder() {
        input("secret\n");
        assertThat(good("users add alice")).contains("alice can log in");
        assertThat(data().resolve("users")).content().startsWith("user alice SCRAM-SHA-256 ");
        assertThat(good("users allow alice read topic words*")).contains("allow alice read topic words*");
        assertThat(good("users list --data " + data()))
                .isEqualTo("user   rights  kind   name\nalice  read    topic  words*\n");
        assertThat(good("users list --output tsv")).isEqualTo("user\trights\tkind\tname\nalice\tread\ttopic\twords*\n");
        assertThat(bad("users allow alice read")).contains("KIND is missing");
        assertThat(bad("users allow alice read topic")).contains("is no permission; write a user");
    }

    @Test
    void aFileThatCannotBeReadIsReportedWithTheReason() {
        var failure = new UncheckedIOException("cannot read users", new AccessDeniedException("users"));
        assertThat(ErrorReporter.report(failure)).isEqualTo(2);
        assertThat(complained()).isEqualTo("gregor: cannot read users: you have no permission for users\n");
    }

    /// Examples that are copied must work: each parses, and each command has some.
    @Test
    void eachCommandHasExamplesThatParse() {
        Map<String, List<String>> examples = HelpPage.examples();
        assertThat(examples.keySet()).containsAll(commands("", Gregor.commandLine(Map.of())));
        examples.forEach((command, lines) -> lines.forEach(line -> {
            String words = line.replaceFirst(".*\\./gregor ?", "").replaceFirst(" [|] .*", "");
            String[] args = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+").matcher(words).results()
                    .map(word -> word.group().replaceAll("^[\"']|[\"']$", "")).toArray(String[]::new);
            assertThatCode(() -> Gregor.commandLine(Map.of(), args).parseArgs(args)).as(line)
                    .doesNotThrowAnyException();
            assertThat(line).contains("./gregor").as("fits").hasSizeLessThanOrEqualTo(78);
            assertThat(command.equals("gregor") || words.startsWith(command)).as(line).isTrue();
        }));
        assertThat(good("help consume")).contains("\nExamples:\n", "-f \"%t %p %o %k %s %T %h\\n\"");
    }

    private static List<String> commands(String prefix, CommandLine line) {
        return line.getSubcommands().entrySet().stream().filter(command -> !command.getKey().equals("help"))
                .flatMap(command -> Stream.concat(Stream.of(prefix + command.getKey()),
                        commands(prefix + command.getKey() + " ", command.getValue()).stream()))
                .toList();
    }

    @Test
    void versionNamesTheJava() {
        assertThat(gregor("--version")).isZero();
        assertThat(printed()).startsWith("gregor ").contains("on Java " + Runtime.version().feature());
    }
}
