package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// The table of dependencies, the POM, and the jars of the build.
class DependenciesTest {
    private static final Path HOME = Path.of(System.getProperty("gregor.home"));
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\S+):(\\S+) \\| (\\S+) \\| (.+) \\| (.+)$");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(.+)}");
    /// The name, and the version, which begins with a digit.
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    /// @param artifact may end in `*`
    private record Row(String group, String artifact, String version, String licence, String purpose) {
        boolean names(String other) {
            return artifact.endsWith("*")
                    ? other.startsWith(artifact.substring(0, artifact.length() - 1))
                    : other.equals(artifact);
        }
    }

    private static List<Row> rows() throws IOException {
        String page = Files.readString(HOME.resolve("src/build/dependencies.adoc"));
        return ROW.matcher(page).results()
                .map(row -> new Row(row.group(1), row.group(2), row.group(3), row.group(4), row.group(5))).toList();
    }

    /// All dependencies of the POM, also managed ones and those of profiles: group and artifact, and the version.
    private static Map<String, String> declared() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(HOME.resolve("pom.xml").toFile());
        var declared = new LinkedHashMap<String, String>();
        var all = pom.getElementsByTagName("dependency");
        for (int i = 0; i < all.getLength(); i++) {
            var dependency = (Element) all.item(i);
            if (!dependency.getParentNode().getParentNode().getNodeName().equals("plugin")) {
                declared.put(text(dependency, "groupId") + ":" + text(dependency, "artifactId"),
                        resolved(pom, text(dependency, "version")));
            }
        }
        return declared;
    }

    private static String text(Element element, String name) {
        return element.getElementsByTagName(name).item(0).getTextContent();
    }

    private static String resolved(Document pom, String version) {
        var property = PROPERTY.matcher(version);
        return property.matches() ? pom.getElementsByTagName(property.group(1)).item(0).getTextContent() : version;
    }

    @Test
    void theTableHasTheVersionsOfThePom() throws Exception {
        var rows = new LinkedHashMap<String, String>();
        rows().forEach(row -> rows.put(row.group() + ":" + row.artifact(), row.version()));
        declared().forEach((artifact, version) -> {
            if (!artifact.startsWith("io.helidon")) {
                assertThat(rows).containsEntry(artifact, version);
            }
        });
        assertThat(declared().get("io.helidon.webserver:helidon-webserver"))
                .isEqualTo(rows.get("io.helidon.*:helidon*"));
    }

    @Test
    void everyJarIsInTheTable() throws Exception {
        List<Row> rows = rows();
        var missing = new TreeSet<String>();
        var found = new ArrayList<String>();
        try (Stream<Path> jars = Files.list(HOME.resolve("target/lib"))) {
            jars.map(jar -> JAR.matcher(jar.getFileName().toString())).forEach(jar -> {
                assertThat(jar.matches()).isTrue();
                found.add(jar.group(1) + " " + jar.group(2));
                if (rows.stream().noneMatch(row -> row.names(jar.group(1)))) {
                    missing.add(jar.group(1));
                }
            });
        }
        assertThat(missing).isEmpty();
        assertThat(rows).filteredOn(row -> !isLeftOut(row)).allMatch(row -> found.stream()
                .anyMatch(jar -> jar.endsWith(" " + row.version()) && row.names(jar.substring(0, jar.indexOf(' ')))));
    }

    /// Rows of jars that are not shipped.
    private static boolean isLeftOut(Row row) {
        return row.purpose().startsWith("tests") || row.purpose().startsWith("profile ")
                || row.purpose().endsWith("only to compile");
    }

    @Test
    void everyRowHasALicence() throws Exception {
        assertThat(rows()).hasSizeGreaterThan(50)
                .allMatch(row -> row.licence().matches(".*(Apache|MIT|BSD|EPL|MPL|CC0|Unicode|GPL).*"));
    }
}
