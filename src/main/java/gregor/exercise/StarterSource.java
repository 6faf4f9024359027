package gregor.exercise;

import gregor.lesson.JavaSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Makes the file that an exercise begins with from the real source, or from what the learner has written so far.
final class StarterSource {
    /// What the to-do throws says this, so that everybody recognises it.
    static final String TODO_MARK = " is not written yet";

    private static final int WIDE = 100;
    private static final Pattern NOTHING = Pattern.compile("\\s*(return (\\w+ \\? \"[^\"]*\" : )?\"[^\"]*\";\\s*)?");

    private StarterSource() {}

    /// Replaces the bodies of the members that are wanted by to-dos. For a whole class these are all bodies that do
    /// more than say a name, and what is private goes; constructors stay.
    ///
    /// @throws ExerciseException if there is no such member, or it has no body
    static String of(Exercise exercise, String text) {
        var source = new JavaSource(exercise.type() + ".java", text);
        var result = new StringBuilder(text);
        var missing = new ArrayList<>(exercise.wanted().keySet());
        missing.remove(Exercise.EVERYTHING);
        boolean said = false;
        var todos = new ArrayList<String>();
        List<JavaSource.Member> members = source.members();
        for (JavaSource.Member member : members) {
            boolean gone = exercise.isWhole() && member.hidden() && !member.name().equals("new");
            boolean wanted = exercise.isWhole() ? !gone : exercise.wanted().containsKey(member.name());
            String todo = null;
            if (wanted && member.body() >= 0 && !(exercise.isWhole() && isNothingToWrite(text, member))) {
                missing.remove(member.name());
                String words = exercise.isWhole() ? said ? "" : exercise.wanted().get(Exercise.EVERYTHING)
                        : exercise.wanted().get(member.name());
                said = true;
                todo = todo(exercise.type(), member, words);
            }
            todos.add(gone ? "" : todo);
        }
        if (!missing.isEmpty()) {
            throw new ExerciseException(exercise.type() + " has no " + String.join(", ", missing) + " to be written");
        }
        for (int i = members.size() - 1; i >= 0; i--) {
            JavaSource.Member member = members.get(i);
            String todo = todos.get(i);
            if (todo != null && todo.isEmpty()) {
                result.delete(member.from(), lineAfter(text, member.to()));
            } else if (todo != null) {
                result.replace(member.body(), member.to(), todo);
            }
        }
        return result.toString().replaceAll("\\{\n\n+(?=    [^ ])", "{\n").replaceAll("\n\n\n+", "\n\n")
                .replaceAll("\n\n+}\n\\z", "\n}\n");
    }

    /// A body that is empty, or says a name.
    private static boolean isNothingToWrite(String text, JavaSource.Member member) {
        return NOTHING.matcher(text.substring(member.body() + 1, member.to() - 1)).matches();
    }

    private static int lineAfter(String text, int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end + 1;
    }

    private static String todo(String type, JavaSource.Member member, String words) {
        var todo = new StringBuilder("{\n");
        if (member.first().startsWith("super")) {
            todo.append("        ").append(member.first()).append('\n');
        }
        String line = "        // To do:";
        for (String word : words.isEmpty() ? new String[0] : words.split("\\s+")) {
            if (line.length() + 1 + word.length() > WIDE) {
                todo.append(line).append('\n');
                line = "        //";
            }
            line += " " + word;
        }
        if (!words.isEmpty()) {
            todo.append(line).append('\n');
        }
        String name = member.name().equals("new") ? "new " + type : type + "." + member.name();
        return todo.append("        throw new UnsupportedOperationException(\"").append(name).append(TODO_MARK)
                .append("\");\n    }").toString();
    }
}
