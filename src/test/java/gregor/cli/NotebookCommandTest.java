package gregor.cli;

import module java.base;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The process of the browser, whose arguments all users of the machine can see.
@Timeout(120)
class NotebookCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theTokenIsNoArgumentOfTheBrowser() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String part : List.of("lessons", "src", "data", "jshell")) {
            Files.createSymbolicLink(home.resolve(part), Sample.home().toAbsolutePath().resolve(part));
        }
        Path arguments = Files.createFile(folder.resolve("arguments"));
        Path commands = Files.createDirectory(folder.resolve("commands"));
        for (String name : List.of("xdg-open", "open")) {
            Path browser = Files.writeString(commands.resolve(name), "#!/bin/sh\necho \"$@\" > '" + arguments + "'\n");
            assertThat(browser.toFile().setExecutable(true)).isTrue();
        }
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgregor.home=" + home, "-cp", System.getProperty("java.class.path"), Gregor.class.getName(),
                "notebook", "list").redirectErrorStream(true);
        builder.environment().put("PATH", commands + ":" + System.getenv("PATH"));
        Process notebook = builder.start();
        try (BufferedReader said = notebook.inputReader(UTF_8)) {
            String address = said.lines().filter(line -> line.contains("?token=")).findFirst().orElseThrow().strip();
            String token = address.replaceFirst(".*token=([0-9a-f]+).*", "$1");
            String seen = awaitLine(arguments);
            assertThat(seen).startsWith("file:/").endsWith(".html").doesNotContain(token);
            try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                assertThat(all.map(process -> String.join(" ", process.info().arguments().orElse(new String[0]))))
                        .noneMatch(line -> line.contains(token));
            }
            assertThat(Path.of(URI.create(seen))).content().contains(token);
        } finally {
            notebook.destroy();
            notebook.waitFor();
        }
        try (Stream<Path> files = Files.list(home.resolve("my/notebook"))) {
            assertThat(files.map(Path::toString)).as("SIGTERM deletes the page")
                    .noneMatch(name -> name.endsWith("html"));
        }
    }

    private static String awaitLine(Path file) throws IOException {
        String text = "";
        while (!text.endsWith("\n")) {
            Thread.onSpinWait();
            text = Files.readString(file);
        }
        return text.strip();
    }
}
