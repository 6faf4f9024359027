package gregor.exercise;

import java.util.List;
import java.util.Map;

/// A request to a [TestProcess]: compile sources, replace the originals by their classes, run tests.
///
/// @param lesson  the package of the tests, without `gregor.`
/// @param sources the text of each file, by its path below the folder of the sources
/// @param tests   `Type` or `Type#method`
/// @param seconds after which a test is stopped
/// @param early   whether to answer before all tests have run, if some have failed
/// @param brief   whether tests with many random cases may try fewer of them
record TestRequest(String lesson, Map<String, String> sources, List<String> tests, int seconds, boolean early,
        boolean brief) {}
