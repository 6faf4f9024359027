package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/// The model that an IDE imports: the effective POM, built by Maven's own library, from the Maven on the path.
class IdeImportTest {
    private static final Path HOME = Path.of(System.getProperty("gregor.home")).toAbsolutePath().normalize();
    /// The plugin tells Eclipse and VS Code itself what to run (META-INF/m2e in its jar).
    private static final String KNOWN_TO_ECLIPSE = "protobuf-maven-plugin";

    /// Builds the effective POM, without downloads.
    private static String effectiveModel() throws Exception {
        Path mvn = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .flatMap(folder -> Stream.of(folder.resolve("mvn"), folder.resolve("mvn.cmd"))).filter(Files::exists)
                .findFirst().orElseThrow(() -> new AssertionError("there is no mvn on the PATH; install Maven"));
        try (Stream<Path> files = Files.list(mvn.toRealPath().getParent().resolveSibling("lib"));
                var loader = new URLClassLoader(files.filter(file -> file.toString().endsWith(".jar"))
                        .map(IdeImportTest::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> requests = loader.loadClass("org.apache.maven.model.building.DefaultModelBuildingRequest");
            Object request = requests.getConstructor().newInstance();
            requests.getMethod("setPomFile", File.class).invoke(request, HOME.resolve("pom.xml").toFile());
            requests.getMethod("setSystemProperties", Properties.class).invoke(request, System.getProperties());
            Class<?> factory = loader.loadClass("org.apache.maven.model.building.DefaultModelBuilderFactory");
            Object builder = factory.getMethod("newInstance").invoke(factory.getConstructor().newInstance());
            Object result = loader.loadClass("org.apache.maven.model.building.ModelBuilder")
                    .getMethod("build", loader.loadClass("org.apache.maven.model.building.ModelBuildingRequest"))
                    .invoke(builder, request);
            Object model = loader.loadClass("org.apache.maven.model.building.ModelBuildingResult")
                    .getMethod("getEffectiveModel").invoke(result);
            var text = new StringWriter();
            Class<?> writer = loader.loadClass("org.apache.maven.model.io.xpp3.MavenXpp3Writer");
            writer.getMethod("write", Writer.class, model.getClass()).invoke(writer.getConstructor().newInstance(),
                    text, model);
            return text.toString();
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))).getDocumentElement();
    }

    private static Stream<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    private static String text(Element parent, String name) {
        return all(parent, name).findFirst().orElseThrow().getTextContent().strip();
    }

    @Test
    void theSourceFoldersAndTheReleaseAreThoseOfThePage() throws Exception {
        Element model = parse(effectiveModel());
        assertThat(text(model, "sourceDirectory")).isEqualTo(HOME.resolve("src/main/java").toString());
        assertThat(text(model, "testSourceDirectory")).isEqualTo(HOME.resolve("src/test/java").toString());
        assertThat(text(model, "maven.compiler.release")).isEqualTo("25");
        assertThat(all(model, "directory").map(Node::getTextContent)).as("folders of the build")
                .noneMatch(folder -> folder.startsWith(HOME.resolve("my").toString()));
        assertThat(all(model, "artifactId").map(Node::getTextContent)).as("plugins that add source folders")
                .contains(KNOWN_TO_ECLIPSE).doesNotContain("build-helper-maven-plugin");
        assertThat(all(model, "goal").map(Node::getTextContent)).contains("generate", "generate-test");
        assertThat(HOME.resolve("target/generated-sources/protobuf")).isDirectory();
        assertThat(HOME.resolve("target/generated-test-sources/protobuf")).isDirectory();
    }

    /// Eclipse and VS Code report an error for an execution that they do not know.
    @Test
    void eclipseKnowsWhatToDoWithEachExecution() throws Exception {
        Element pom = parse(Files.readString(HOME.resolve("pom.xml")));
        List<Element> executions = all(pom, "execution").toList();
        assertThat(executions).hasSizeGreaterThan(5);
        for (Element execution : executions) {
            String plugin = text((Element) execution.getParentNode().getParentNode(), "artifactId");
            NodeList children = execution.getChildNodes();
            boolean told = IntStream.range(0, children.getLength()).mapToObj(children::item)
                    .anyMatch(node -> node.getNodeName().equals("m2e") && node.getNodeValue().equals("ignore"));
            assertThat(told || plugin.equals(KNOWN_TO_ECLIPSE)).as("an execution of %s has <?m2e ignore?>", plugin)
                    .isTrue();
        }
    }

    @Test
    void myIsNoPartOfTheRepository() throws IOException {
        assertThat(HOME.resolve("lessons/ide.adoc")).content().contains("`src/main/java`", "`src/test/java`",
                "`target/generated-sources/protobuf`", "`target/generated-test-sources/protobuf`");
        assertThat(Files.readAllLines(HOME.resolve(".gitignore"))).anyMatch(line -> line.matches("/?my/?"));
    }
}
