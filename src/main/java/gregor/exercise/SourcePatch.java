package gregor.exercise;

import java.util.ArrayList;
import java.util.List;

/// A small change of a source file: lines with a `-` give way to lines with a `+`; lines with a blank stay, and help to
/// find the place. How far a line is moved in does not matter.
///
/// @param text as it stands in the lesson's exercises
public record SourcePatch(String text) {
    /// Makes the change.
    ///
    /// @throws ExerciseException unless its lines stand in the source exactly once
    public String in(String source) {
        List<String> lines = new ArrayList<>(source.lines().toList());
        List<String> old = side('-').stream().map(String::strip).toList();
        var places = new ArrayList<Integer>();
        for (int i = 0; i + old.size() <= lines.size(); i++) {
            if (lines.subList(i, i + old.size()).stream().map(String::strip).toList().equals(old)) {
                places.add(i);
            }
        }
        if (old.isEmpty() || places.size() != 1) {
            throw new ExerciseException("the lines of this change stand in the source " + places.size()
                    + " times, and should once:\n" + text);
        }
        List<String> gone = lines.subList(places.getFirst(), places.getFirst() + old.size());
        gone.clear();
        gone.addAll(side('+'));
        return String.join("\n", lines) + "\n";
    }

    private List<String> side(char sign) {
        return text.lines().filter(line -> !line.isBlank())
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == sign)
                .map(line -> " " + line.substring(1)).toList();
    }
}
