package gregor.ancestor;

import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import gregor.http.JsonBody;

/// What an ancestor's own program answered, in the file `transcript.txt` beside the class of a test: fields with tabs
/// between them, and a comment in the first line. Lines that begin with FILE have the files that it left.
public record Transcript(List<List<String>> lines) {
    /// Reads the transcript beside a class.
    public static Transcript of(Class<?> test) {
        try (InputStream in = test.getResourceAsStream("transcript.txt")) {
            return new Transcript(new String(in.readAllBytes(), UTF_8).lines().skip(1)
                    .map(line -> List.of(line.split("\t", -1))).toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns the lines with requests.
    public Stream<List<String>> requests() {
        return lines.stream().filter(line -> !line.getFirst().equals("FILE"));
    }

    /// Returns the lines with files.
    public Stream<List<String>> files() {
        return lines.stream().filter(line -> line.getFirst().equals("FILE"));
    }

    /// Returns the bytes of a field with a JSON string, a character for each byte.
    public static byte[] bytes(String field) {
        return JsonBody.STRICT.readTree(field).stringValue().getBytes(ISO_8859_1);
    }
}
