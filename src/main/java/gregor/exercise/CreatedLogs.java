package gregor.exercise;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// The logs that a test has made, and who stands beside them. [LearnerClassLoader] lets each of them call [#note(Object)].
public final class CreatedLogs {
    private static final int MOST = 200;
    private static final int DRAWN = 4;
    private static final int PATIENCE_MILLIS = 500;
    private static final List<Object> THINGS = new ArrayList<>();

    private CreatedLogs() {}

    /// A log, or somebody beside one, has been made.
    public static void note(Object thing) {
        synchronized (THINGS) {
            if (THINGS.size() < MOST && THINGS.stream().noneMatch(seen -> seen == thing)) {
                THINGS.add(thing);
            }
        }
    }

    static void forget() {
        synchronized (THINGS) {
            THINGS.clear();
        }
    }

    /// Draws the logs that were made last, each with those who hold it. What cannot be drawn in a moment is not.
    static String draw(ClassLoader loader) {
        List<Object> things;
        synchronized (THINGS) {
            things = List.copyOf(THINGS);
        }
        var drawing = new FutureTask<>(() -> draw(loader, things));
        Thread.ofPlatform().daemon().start(drawing);
        try {
            return drawing.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String draw(ClassLoader loader, List<Object> things) throws ReflectiveOperationException {
        Class<?> log = loader.loadClass("gregor.list.Log");
        List<Object> logs = things.stream().filter(log::isInstance)
                .filter(inner -> things.stream()
                        .noneMatch(outer -> outer != inner && log.isInstance(outer) && holds(outer, inner)))
                .toList();
        var drawn = new ArrayList<String>();
        for (Object one : logs.subList(Math.max(0, logs.size() - DRAWN), logs.size())) {
            drawn.add(draw(loader, things, one));
        }
        return drawn.stream().filter(picture -> !picture.isEmpty()).distinct().collect(Collectors.joining("\n"));
    }

    /// Draws a log with those who hold it. One that cannot be read any more is drawn from what is inside it.
    private static String draw(ClassLoader loader, List<Object> things, Object one)
            throws ReflectiveOperationException {
        Class<?> log = loader.loadClass("gregor.list.Log");
        Class<?> actor = loader.loadClass("gregor.list.Client");
        // Who draws a log reads it too, and has no name.
        Method name = actor.getMethod("name");
        var beside = new ArrayList<Object>();
        for (Object who : things) {
            if (actor.isInstance(who) && holds(who, one) && !"".equals(name.invoke(who))) {
                beside.add(who);
            }
        }
        Object actors = Array.newInstance(actor, beside.size());
        System.arraycopy(beside.toArray(), 0, actors, 0, beside.size());
        try {
            Class<?> picture = loader.loadClass("gregor.list.Picture");
            Object taken = picture.getMethod("of", log, actors.getClass()).invoke(null, one, actors);
            return (String) picture.getMethod("text").invoke(taken);
        } catch (InvocationTargetException e) {
            for (Object inner : things) {
                if (inner != one && log.isInstance(inner) && holds(one, inner)) {
                    return draw(loader, things, inner);
                }
            }
            String why = String.valueOf(e.getCause().getMessage());
            return why.contains(StarterSource.TODO_MARK) || why.contains("closed")
                    ? "" : "cannot be drawn, since reading it says: " + why;
        }
    }

    private static boolean holds(Object holder, Object held) {
        for (Class<?> type = holder.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                try {
                    if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
                            && field.trySetAccessible() && field.get(holder) == held) {
                        return true;
                    }
                } catch (IllegalAccessException e) {
                    // then it does not say
                }
            }
        }
        return false;
    }
}
