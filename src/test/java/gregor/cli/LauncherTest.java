package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `gregor` in a folder of its own, with JDKs and Mavens that only pretend.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for POSIX shells")
class LauncherTest {
    @TempDir
    private Path folder;

    private record Result(int code, String text) {}

    @BeforeEach
    void copyTheScript() throws IOException {
        Files.copy(Sample.home().resolve("gregor"), folder.resolve("gregor"));
        executable(folder.resolve("gregor"));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name).resolve("bin")).getParent();
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String tool : List.of("java", "javac")) {
            executable(Files.writeString(jdk.resolve("bin").resolve(tool),
                    "#!/bin/sh\necho pretending to be java " + version + "\n"));
        }
        return jdk;
    }

    private Result run(Map<String, String> environment, String... args) throws Exception {
        var command = new java.util.ArrayList<>(List.of(folder.resolve("gregor").toString()));
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().clear();
        process.environment().put("PATH", "/usr/bin:/bin");
        process.environment().put("GREGOR_JDK_PLACES", folder.resolve("jdks") + "/*");
        process.environment().putAll(environment);
        Process running = process.start();
        running.getOutputStream().close();
        String text = new String(running.getInputStream().readAllBytes());
        return new Result(running.waitFor(), text);
    }

    /// A PATH with what the script needs, and no Java and no Maven.
    private String bareTools() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bare"));
        for (String tool : List.of("sh", "dirname", "readlink", "cat", "find", "head", "mkdir", "rm", "sed", "df",
                "awk", "grep", "printf", "ls")) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
                    executable(Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + place + tool + " \"$@\"\n"));
                }
            }
        }
        return bin.toString();
    }

    @Test
    void withoutAJdk25ItSaysHowToGetOne() throws Exception {
        Result result = run(Map.of("PATH", bareTools()), "tour");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.text).contains("there is no JDK 25 here", "  1. ", "  2. ", "  3. ")
                .doesNotContain("class file", "Exception");
    }

    @Test
    void anOldJdkIsNotEnoughWhereverItStands() throws Exception {
        Path old = jdk("jdks/jdk-17", "17.0.15");
        Result result = run(Map.of("PATH", bareTools() + ":" + old.resolve("bin"), "JAVA_HOME", old.toString()),
                "tour");
        assertThat(result.text).contains("there is no JDK 25 here");
        result = run(Map.of("PATH", bareTools(), "GREGOR_JDK", old.toString()), "--check-jdk");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.text).contains("that is no JDK 25; looking elsewhere");
    }

    @Test
    void findsAJdkInTheUsualPlaces() throws Exception {
        Path young = jdk("jdks/jdk-26", "26");
        assertThat(run(Map.of("PATH", bareTools()), "--check-jdk").code).isZero();
        assertThat(run(Map.of("PATH", bareTools(), "GREGOR_JDK_PLACES", "/none", "JAVA_HOME", young.toString()),
                "--check-jdk").code).isZero();
        assertThat(run(Map.of("PATH", bareTools() + ":" + young.resolve("bin"), "GREGOR_JDK_PLACES", "/none"),
                "--check-jdk").code).isZero();
        assertThat(run(Map.of("PATH", bareTools(), "GREGOR_JDK_PLACES", "/none"), "--check-jdk").code).isEqualTo(1);
    }

    @Test
    void withoutMavenItSaysHowToGetIt() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        Result result = run(Map.of("PATH", bareTools()), "tour");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.text).contains("there is no mvn on your PATH", "  3. ");
    }

    @Test
    void doctorNamesWhatIsMissingAndSaysWhatToDo() throws Exception {
        Result result = run(Map.of("PATH", bareTools()), "doctor");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.text).contains("!!   JDK: none", "!!   Maven: none", "ok   disk: ", "build: not built yet");
        jdk("jdks/jdk-25", "25.0.3");
        result = run(Map.of("PATH", bareTools()), "doctor");
        assertThat(result.text).contains("ok   JDK: pretending to be java 25.0.3");
    }

    /// Each state that the doctor reports, and a command that then builds or does not.
    @ParameterizedTest
    @ValueSource(strings = {"| current; the tests", "target/gregor.jar | older than the source",
            "data/deliveries.csv | sample events are missing", "data/shipping.csv | sample events are missing",
            "target/built | not built yet"})
    void doctorKnowsWhatTheNextCommandBuilds(String missingAndState) throws Exception {
        String[] parts = missingAndState.split("\\|");
        jdk("jdks/jdk-25", "25.0.3");
        executable(Files.writeString(folder.resolve("mvn"), "#!/bin/sh\nexit 1\n"));
        for (String file : List.of("src/main/java/gregor/data/A.java", "pom.xml", "data/deliveries.csv",
                "data/shipping.csv", "target/gregor.jar", "target/built")) {
            Path made = folder.resolve(file);
            Files.createDirectories(made.getParent());
            Files.writeString(made, "");
        }
        if (!parts[0].isBlank()) {
            Files.delete(folder.resolve(parts[0].strip()));
        }
        Map<String, String> tools = Map.of("PATH", bareTools() + ":" + folder);
        assertThat(run(tools, "doctor").text).contains(parts[1].strip());
        Result command = run(tools, "lessons");
        assertThat(command.text.contains("the build failed")).as(command.text).isEqualTo(!parts[0].isBlank());
    }

    @Test
    void aFailedBuildShowsWhatTheCompilerSaidAndNoStackTrace() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        Path mvn = Files.writeString(folder.resolve("mvn"), """
                #!/bin/sh
                echo "[ERROR] A.java:[3,4] ';' expected"
                echo "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch."
                exit 1
                """);
        executable(mvn);
        Result result = run(Map.of("PATH", bareTools() + ":" + folder), "tour");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.text).contains("the build failed", "A.java:[3,4] ';' expected", "target/build.log")
                .doesNotContain("re-run");
        assertThat(folder.resolve("target/building")).doesNotExist();
    }

    @Test
    void aBuildThatWasKilledIsNoObstacleAndOneThatRunsIs() throws Exception {
        jdk("jdks/jdk-25", "25.0.3");
        executable(Files.writeString(folder.resolve("mvn"), "#!/bin/sh\nexit 1\n"));
        Path building = Files.createDirectories(folder.resolve("target/building"));
        Files.writeString(building.resolve("pid"), "" + ProcessHandle.current().pid());
        assertThat(run(Map.of("PATH", bareTools() + ":" + folder), "tour").text).contains("is building; try again");
        Files.writeString(building.resolve("pid"), "999999999");
        assertThat(run(Map.of("PATH", bareTools() + ":" + folder), "tour").text).contains("the build failed");
    }

    @Test
    void aMeasurementGetsItsOptionsFromTheLauncher() throws Exception {
        executable(Files.writeString(Files.createDirectories(folder.resolve("src/bench")).resolve("kafka"),
                "#!/bin/sh\nprintf '[%s]' \"$@\"\n"));
        assertThat(run(Map.of("PATH", bareTools()), "bench", "kafka", "--quick", "--only=100 B", "--rounds", "2").text)
                .isEqualTo("[--quick][--only][100 B][--rounds][2]");
        assertThat(run(Map.of("PATH", bareTools(), "GREGOR_BENCH_FRESH", "true", "GREGOR_BENCH_ONLY", "lz4"), "bench",
                "kafka").text).isEqualTo("[--fresh][--only][lz4]");
        Result result = run(Map.of("PATH", bareTools()), "bench", "kafka", "--slow");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.text).contains("there is no option --slow");
        assertThat(run(Map.of("PATH", bareTools()), "bench", "tea").text).contains("there is no measurement tea");
        assertThat(run(Map.of("PATH", bareTools()), "bench", "--help").text).contains("Usage: gregor bench kafka");
    }

    @Test
    void itFindsItsHomeThroughALinkAndASpace() throws Exception {
        Path spaced = Files.createDirectories(folder.resolve("a b"));
        Files.move(folder.resolve("gregor"), spaced.resolve("gregor"));
        Files.createSymbolicLink(folder.resolve("gregor"), Path.of("a b/gregor"));
        assertThat(run(Map.of("PATH", bareTools()), "doctor").text).contains("folder: " + spaced.toRealPath());
    }
}
