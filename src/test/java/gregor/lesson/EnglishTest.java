package gregor.lesson;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Pages, doc comments, help and messages use none of the phrases in `english.txt`, except those in
/// `english-allowed.txt`.
class EnglishTest {
    /// Pages that still contain such phrases. One that contains none must be removed from here.
    private static final List<String> NOT_EDITED = List.of();

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final List<String> ALLOWED = lines("english-allowed.txt");
    private static final List<Phrase> PHRASES = lines("english.txt").stream().map(Phrase::of).toList();

    /// A phrase to avoid.
    private record Phrase(Pattern pattern, String instead) {
        static Phrase of(String line) {
            int end = line.lastIndexOf(" = ");
            return new Phrase(Pattern.compile(line.substring(0, end), Pattern.CASE_INSENSITIVE),
                    line.substring(end + 3));
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream file = EnglishTest.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void docCommentsHelpAndMessagesArePlain() throws IOException {
        var faults = new ArrayList<String>();
        for (Path file : LessonFiles.below(Here.COURSE.home().resolve("src/main/java"), ".java")) {
            faults.addAll(faults(file.getFileName().toString(), sourceTexts(Files.readAllLines(file))));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void pagesArePlain() throws IOException {
        var faults = new ArrayList<String>();
        for (Path page : pages()) {
            String name = page.getFileName().toString();
            List<String> found = faults(name, pageTexts(Files.readAllLines(page)));
            if (!NOT_EDITED.contains(name)) {
                faults.addAll(found);
            } else if (found.isEmpty()) {
                faults.add(name + " has no such phrase left; remove it from EnglishTest.NOT_EDITED");
            }
        }
        assertThat(faults).isEmpty();
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

    @Test
    void plantedPhrasesAreFound() {
        List<String> source = List.of("/// Tells whoever asks.", "int whoever; // not prose",
                "throw new X(\"look whether \" + file + \" is not there\");");
        assertThat(faults("A.java", sourceTexts(source))).hasSize(3).first().asString()
                .startsWith("A.java, line 1: whoever; write: a reader that");
        List<String> page = List.of("Who is alive?", "Who reads it waits.", "[says=\"nobody\"]", "----", "whoever",
                "----", "Of each key, the latest stays, for ever. `mend`", "A list read by nobody.",
                "A reader who waits.");
        assertThat(faults("x.adoc", pageTexts(page))).hasSize(3).satisfiesExactly(
                who -> assertThat(who).startsWith("x.adoc, line 2: Who reads"),
                ever -> assertThat(ever).contains("line 7: for ever; write: forever"),
                each -> assertThat(each).contains("line 7: Of each; write: put the subject first"));
    }

    /// Returns the doc comments and the literals of a file of Java, by their line.
    private static TreeMap<Integer, String> sourceTexts(List<String> lines) {
        var texts = new TreeMap<Integer, String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("//")) {
                texts.put(i + 1, line.replaceFirst("^/+ *", ""));
            } else {
                texts.put(i + 1,
                        String.join("\n", LITERAL.matcher(line).results().map(text -> text.group(1)).toList()));
            }
        }
        return texts;
    }

    /// Returns the prose of a page, by its line.
    private static TreeMap<Integer, String> pageTexts(List<String> lines) {
        var texts = new TreeMap<Integer, String>();
        boolean listing = false;
        for (int i = 0; i < lines.size(); i++) {
            listing ^= lines.get(i).equals("----");
            if (!listing && !lines.get(i).startsWith("[")) {
                texts.put(i + 1, lines.get(i).replaceFirst("^([*.]+|=+|\\|) *", ""));
            }
        }
        return texts;
    }

    private static List<String> faults(String name, TreeMap<Integer, String> texts) {
        var faults = new ArrayList<String>();
        texts.forEach((line, text) -> {
            String prose = CODE.matcher(text).replaceAll("").lines().filter(part -> !ALLOWED.contains(part))
                    .collect(Collectors.joining("\n"));
            for (String allowed : ALLOWED) {
                prose = allowed.contains(" ") ? prose.replace(allowed, "") : prose;
            }
            for (Phrase phrase : PHRASES) {
                Matcher found = phrase.pattern().matcher(prose);
                if (found.find()) {
                    faults.add(name + ", line " + line + ": " + found.group().strip() + "; write: " + phrase.instead());
                }
            }
        });
        return faults;
    }
}
