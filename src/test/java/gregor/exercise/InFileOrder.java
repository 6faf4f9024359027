package gregor.exercise;

import module java.base;

import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/// Tests in the order in which they stand in their files, simple things first: so a learner hears first of those.
/// [TestProcess] names it.
public final class InFileOrder implements MethodOrderer {
    @Override
    public void orderMethods(MethodOrdererContext context) {
        var places = new HashMap<Method, Integer>();
        context.getMethodDescriptors().sort(Comparator.comparingInt(
                (MethodDescriptor test) -> places.computeIfAbsent(test.getMethod(), FailureListener::place)));
    }
}
