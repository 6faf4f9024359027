package gregor.lesson;

import module java.base;

/// Finds the known word that a mistyped one probably means.
public final class NearestWord {
    private NearestWord() {}

    /// Returns the word with the smallest edit distance, if that is at most a third of the typed length, rounded up to
    /// the next whole number, and smaller than the word itself.
    public static Optional<String> nearest(String typed, Collection<String> words) {
        return words.stream().min(Comparator.comparingInt(word -> distance(word, typed)))
                .filter(word -> distance(word, typed) <= Math.min((typed.length() + 2) / 3, word.length() - 1));
    }

    /// Returns ` (did you mean …?)` with the nearest word; an empty text if none is near.
    public static String suggestion(String typed, Collection<String> words) {
        return nearest(typed, words).map(near -> " (did you mean " + near + "?)").orElse("");
    }

    /// Counts the letters to insert, delete or change to turn one word into the other (Levenshtein distance).
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
