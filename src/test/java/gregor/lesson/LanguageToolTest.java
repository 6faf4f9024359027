package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The grammar and the spelling of all pages, checked by LanguageTool; only with `-Dgregor.prove=true`, since it takes
/// a minute and its libraries, which `.ci/prove` copies to `target/languagetool` (see `src/build/languagetool.xml`).
///
/// `languagetool.txt` has the words, rules and findings that are accepted.
@Tag("outside")
@EnabledIfSystemProperty(named = "gregor.prove", matches = "true")
class LanguageToolTest {
    private static final Path LIBRARIES = Here.COURSE.home().resolve("target/languagetool");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern LINK = Pattern
            .compile("(?:xref:|link:|https?:)[^\\s\\[]*\\[([^]]*)]|<<[^,>]*,([^>]*)>>");

    @Test
    void pagesHaveNoMistakes() throws Exception {
        var faults = new ArrayList<String>();
        try (var tool = new Tool()) {
            for (Path page : pages()) {
                faults.addAll(tool.check(page.getFileName().toString(), prose(Files.readAllLines(page))));
            }
        }
        assertThat(String.join("\n", faults)).isEmpty();
    }

    @Test
    void plantedMistakesAreFound() throws Exception {
        List<String> page = List.of("= Title", "", "A consumer read it's log. The `Log` dont care.", "----", "an code",
                "----", "It recieve a offset.");
        try (var tool = new Tool()) {
            assertThat(tool.check("x.adoc", prose(page))).hasSizeGreaterThanOrEqualTo(4)
                    .anyMatch(fault -> fault.startsWith("x.adoc, line 3: dont"))
                    .anyMatch(fault -> fault.startsWith("x.adoc, line 7: recieve"))
                    .anyMatch(fault -> fault.startsWith("x.adoc, line 7: a:"))
                    .noneMatch(fault -> fault.contains("line 5"));
        }
    }

    private static final Set<String> ACCEPTED = accepted();

    private static Set<String> accepted() {
        try (InputStream file = LanguageToolTest.class.getResourceAsStream("languagetool.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        for (String folder : List.of(".", "lessons", "data")) {
            try (Stream<Path> files = Files.list(Here.COURSE.home().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".adoc")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /// Returns the prose of a page, with a line for each of its lines: listings and attributes are empty lines, code
    /// is a noun.
    private static String prose(List<String> lines) {
        var text = new StringBuilder();
        String listing = "";
        for (String line : lines) {
            boolean fence = line.equals("----") || line.equals("....");
            if (fence && (listing.isEmpty() || listing.equals(line))) {
                listing = listing.isEmpty() ? line : "";
            } else if (listing.isEmpty() && !line.matches("\\[.*]|[=*]{4}|\\|===|:\\w+:.*|image::.*|\\+")) {
                text.append(plain(line));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String plain(String line) {
        String text = LINK.matcher(line)
                .replaceAll(link -> Matcher.quoteReplacement(link.group(1) == null ? link.group(2) : link.group(1)));
        text = CODE.matcher(text).replaceAll(code -> code.group(1).matches("(?i)[aeio].*|http.*") ? "Offset" : "Kafka");
        text = text.replaceFirst("^(?:=+|\\*+|\\.+|\\|) *", "").replaceAll("([.?!:])? *\\|", "$1. ")
                .replaceAll("([?!:.])\\. ", "$1 ").replaceFirst("^([^.]*):: ", "$1: ");
        return text.replaceAll("(?<!\\w)[_*]([^_*]+)[_*](?!\\w)", "$1").replaceAll("\\b[A-Z]?[a-z]+[A-Z]\\w*", "Kafka");
    }

    /// LanguageTool for British English, in a class loader of its own.
    private static final class Tool implements AutoCloseable {
        private final URLClassLoader loader;
        private final Object checker;

        Tool() throws Exception {
            try (Stream<Path> jars = Files.list(LIBRARIES)) {
                var urls = new ArrayList<URL>();
                for (Path jar : jars.toList()) {
                    urls.add(jar.toUri().toURL());
                }
                loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            }
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> languages = loader.loadClass("org.languagetool.Languages");
            Class<?> language = loader.loadClass("org.languagetool.Language");
            Object british = languages.getMethod("getLanguageForShortCode", String.class).invoke(null, "en-GB");
            checker = loader.loadClass("org.languagetool.JLanguageTool").getConstructor(language).newInstance(british);
        }

        List<String> check(String page, String text) throws ReflectiveOperationException {
            var faults = new ArrayList<String>();
            List<?> matches = (List<?>) checker.getClass().getMethod("check", String.class).invoke(checker, text);
            for (Object match : matches) {
                int from = (int) match.getClass().getMethod("getFromPos").invoke(match);
                int to = (int) match.getClass().getMethod("getToPos").invoke(match);
                Object rule = match.getClass().getMethod("getRule").invoke(match);
                String id = (String) rule.getClass().getMethod("getId").invoke(rule);
                String found = text.substring(from, to).strip();
                List<String> names = List.of(id, found, id + " " + found);
                if (names.stream().noneMatch(ACCEPTED::contains)) {
                    long line = text.substring(0, from).lines().count();
                    faults.add("%s, line %d: %s: %s (%s)".formatted(page, Math.max(line, 1), found,
                            match.getClass().getMethod("getMessage").invoke(match), id));
                }
            }
            return faults;
        }

        @Override
        public void close() throws IOException {
            Thread.currentThread().setContextClassLoader(LanguageToolTest.class.getClassLoader());
            loader.close();
        }
    }
}
