package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JshellCommandTest {
    /// Not even an administrator can create this folder.
    private static final String NO_HOME = "/proc/none";

    @Test
    @EnabledOnOs(OS.LINUX)
    void aHomeThatCannotBeWrittenIsNoObstacle() throws Exception {
        var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "-Dgregor.home=" + Sample.home(), "gregor.cli.Gregor", "jshell");
        java.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + NO_HOME);
        Process process = java.redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write("\"the sum is \" + (20 + 22)\n/exit\n".getBytes());
        }
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(text).contains("the sum is 42").doesNotContain("Exception", "prefs");
        assertThat(process.waitFor()).isZero();
    }
}
