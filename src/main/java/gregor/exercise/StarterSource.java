package gregor.exercise;

import module java.base;

import gregor.lesson.JavaSource;
import gregor.lesson.LessonException;
import gregor.lesson.TerminalStyle;

/// Makes the starting file of an exercise from the real source, or from the learner's file.
final class StarterSource {
    /// Ends the message of the exception that a to-do throws, and identifies to-dos.
    static final String TODO_MARK = " is not written yet";

    private static final int MAX_WIDTH = 100;
    private static final String COMMENT = "        // ";
    private static final Pattern NOTHING = Pattern.compile("\\s*(return (\\w+ \\? \"[^\"]*\" : )?\"[^\"]*\";\\s*)?");

    private StarterSource() {}

    /// Replaces the bodies of the wanted members by to-dos. In a whole class that is every body that does more than
    /// return a text, and private members other than constructors are removed.
    ///
    /// @throws LessonException if a member does not exist, or has no body
    static String of(Exercise exercise, String text) {
        List<JavaSource.Member> members = new JavaSource(exercise.type() + ".java", text).members();
        List<JavaSource.Member> todos = members.stream().filter(member -> isTodo(exercise, text, member)).toList();
        var missing = new ArrayList<>(exercise.wanted().keySet());
        missing.remove(Exercise.EVERYTHING);
        todos.forEach(member -> missing.remove(member.name()));
        if (!missing.isEmpty()) {
            throw new LessonException(exercise.type() + " has no " + String.join(", ", missing) + " to write");
        }
        var result = new StringBuilder(text);
        for (JavaSource.Member member : members.reversed()) {
            if (todos.contains(member)) {
                String all = member.equals(todos.getFirst()) ? exercise.wanted().get(Exercise.EVERYTHING) : "";
                result.replace(member.body(), member.to(),
                        todo(exercise.type(), member, exercise.isWhole() ? all : exercise.wanted().get(member.name())));
            } else if (isRemoved(exercise, member)) {
                result.delete(member.from(), lineAfter(text, member.to()));
            }
        }
        return result.toString().replaceAll("\\{\n\n+(?=    [^ ])", "{\n").replaceAll("\n\n\n+", "\n\n")
                .replaceAll("\n\n+}\n\\z", "\n}\n");
    }

    private static boolean isRemoved(Exercise exercise, JavaSource.Member member) {
        return exercise.isWhole() && member.hidden() && !member.name().equals("new");
    }

    private static boolean isTodo(Exercise exercise, String text, JavaSource.Member member) {
        return member.body() >= 0 && (exercise.isWhole()
                ? !isRemoved(exercise, member) && !isNothingToWrite(text, member)
                : exercise.wanted().containsKey(member.name()));
    }

    /// Reports whether a body is empty or returns a text.
    private static boolean isNothingToWrite(String text, JavaSource.Member member) {
        return NOTHING.matcher(text.substring(member.body() + 1, member.to() - 1)).matches();
    }

    private static int lineAfter(String text, int index) {
        int end = text.indexOf('\n', index);
        return end < 0 ? text.length() : end + 1;
    }

    private static String todo(String type, JavaSource.Member member, String words) {
        var todo = new StringBuilder("{\n");
        if (member.first().startsWith("super")) {
            todo.append("        ").append(member.first()).append('\n');
        }
        if (!words.isEmpty()) {
            TerminalStyle.wrap("To do: " + words, MAX_WIDTH - COMMENT.length(), "").lines()
                    .forEach(line -> todo.append(COMMENT).append(line).append('\n'));
        }
        String name = member.name().equals("new") ? "new " + type : type + "." + member.name();
        return todo.append("        throw new UnsupportedOperationException(\"").append(name).append(TODO_MARK)
                .append("\");\n    }").toString();
    }
}
