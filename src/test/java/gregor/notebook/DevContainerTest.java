package gregor.notebook;

import module java.base;
import module java.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.list.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The development container, without a container: the reference implementation of the specification reads its
/// configuration, and its commands run in a folder like that of the repository.
@Tag("outside")
class DevContainerTest {
    private static final Path CLI = Sample.home().toAbsolutePath()
            .resolve("target/node/node_modules/.bin/devcontainer");
    /// From the schema of the specification, containers.dev/implementors/json_reference.
    private static final Set<String> PORT_ATTRIBUTES = Set.of("label", "protocol", "onAutoForward", "requireLocalPort",
            "elevateIfNeeded");
    private static final Set<String> ON_AUTO_FORWARD = Set.of("notify", "openBrowser", "openBrowserOnce", "openPreview",
            "silent", "ignore");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        Apart.course(folder);
        Path from = Sample.home().resolve(".devcontainer");
        Path to = Files.createDirectory(folder.resolve(".devcontainer"));
        for (String name : List.of("devcontainer.json", "notebook")) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        // Docker is asked whether the container exists, and there is none.
        script("docker", "exit 0");
        script("gregor",
                "exec '%s' --enable-native-access=ALL-UNNAMED -cp '%s' -Dgregor.home=. gregor.cli.Gregor \"$@\""
                        .formatted(ProcessHandle.current().info().command().orElseThrow(),
                                absolute(System.getProperty("java.class.path"))));
        script("browser", "echo \"$1\" > address.new; mv address.new address");
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).map(Path::toAbsolutePath)
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private void script(String name, String command) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + command + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private Process started(String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("BROWSER", folder.resolve("browser").toString());
        return builder.start();
    }

    /// Returns the configuration as the reference implementation reads it; none if it fails.
    private Optional<JsonNode> configuration() throws IOException, InterruptedException {
        assertThat(CLI).as("npm install --prefix target/node @devcontainers/cli").exists();
        started(CLI.toString(), "read-configuration", "--workspace-folder", folder.toString(), "--docker-path",
                folder.resolve("docker").toString()).waitFor();
        return Files.readAllLines(folder.resolve("output")).stream().filter(line -> line.startsWith("{")).findFirst()
                .map(line -> VariableInspector.JSON.readTree(line).path("configuration"));
    }

    @Test
    void theReferenceImplementationReadsTheConfiguration() throws IOException, InterruptedException {
        JsonNode read = configuration().orElseThrow();
        assertThat(read.path("image").asString("")).contains("temurin-25");
        String port = read.path("forwardPorts").get(0).asString("");
        JsonNode attributes = read.path("portsAttributes").path(port);
        assertThat(PORT_ATTRIBUTES).containsAll(attributes.propertyNames());
        assertThat(ON_AUTO_FORWARD).contains(attributes.path("onAutoForward").asString(""));
        Path file = folder.resolve(".devcontainer/devcontainer.json");
        Files.writeString(file, "[]");
        assertThat(configuration()).as("a planted fault").isEmpty();
    }

    @Test
    void itsCommandsStartTheNotebookAtItsPortAndOpenIt() throws IOException, InterruptedException {
        JsonNode file = VariableInspector.JSON
                .readTree(Files.readString(folder.resolve(".devcontainer/devcontainer.json")));
        assertThat(started("sh", "-c", file.path("postCreateCommand").asString("")).waitFor()).isZero();
        assertThat(folder.resolve("my/notebook/port")).hasContent(file.path("forwardPorts").get(0).asString(""));
        Process attached = started("sh", "-c", file.path("postAttachCommand").asString(""));
        try {
            Path address = folder.resolve("address");
            for (int i = 0; i < 600 && !Files.exists(address); i++) {
                Thread.sleep(100);
            }
            try (var client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
                var opened = client.send(HttpRequest.newBuilder(URI.create(Files.readString(address).strip())).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(opened.statusCode()).isEqualTo(200);
                assertThat(opened.body()).contains("Open the notebook");
            }
        } finally {
            attached.descendants().forEach(ProcessHandle::destroy);
            attached.destroy();
            attached.waitFor();
        }
    }
}
