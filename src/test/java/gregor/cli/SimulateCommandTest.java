package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.replica.scenario.Scenario;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest extends DataCommandsContract {
    @TempDir
    private Path folder;

    @Test
    void scenariosAreListedAndRun() throws IOException {
        assertThat(good("simulate")).contains("two-leaders").contains("disaster");
        assertThat(good("simulate two-leaders --seed 3")).contains("expect leaders = 1 2: holds");
        Path own = Files.writeString(folder.resolve("own.txt"), "brokers 2\ncrash 1\nrun 15s\nexpect leader = 2\n");
        assertThat(good("simulate " + own)).contains("expect leader = 2: holds").contains("* 2");
        assertThat(bad("simulate nowhere")).contains("there is neither a scenario nor a file nowhere");
        Files.writeString(own, "brokers 2\nexplode\n");
        assertThat(bad("simulate " + own)).contains("own, line 2: there is no step \"explode\"");
        Files.write(own, new byte[]{(byte) 0xc3, 0x28});
        assertThat(bad("simulate " + own)).contains("is not a text in UTF-8");
    }

    @Test
    void keysMakeStepsGoBackBreakThingsAndSave() throws IOException {
        Path saved = folder.resolve("saved.txt");
        var out = new ByteArrayOutputStream();
        String keys = "\n\n" + "b" + "2c" + ":explode\n" + "9" + "\n\n" + "w" + saved + "\n" + "w" + saved + "\nq";
        Scenario scenario = Scenario.parse("own", List.of("answer: Two.", "run 1s", "crash 1"));
        try (Terminal terminal = new DumbTerminal(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                out)) {
            new SimulateKeys(scenario, terminal).run();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("next: crash 1", "x 1", "x 2",
                "!! there is no step \"explode\"", "!! there is no broker 9", "Two.", "exists already");
        assertThat(Scenario.read(saved).steps()).containsExactly("run 1s", "crash 2", "crash 1");
    }
}
