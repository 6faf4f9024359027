package gregor.notebook;

import module java.base;

import gregor.lesson.Course;
import gregor.lesson.LessonException;
import gregor.replica.scenario.Recording;
import gregor.replica.scenario.Scenario;

/// The page that draws the histories of lesson 15: recorded ones on the site, and any other one in the notebook.
final class SimulationPage {
    static final String NAME = "simulate.html";
    static final String DATA = "simulations.js";
    static final String LINK = "<a href=\"" + NAME + "\">The simulated cluster of lesson 15</a>";

    private SimulationPage() {}

    /// Renders the page.
    ///
    /// @param live what runs changed histories: `server` in the notebook, `page` on the site if it has live cells;
    ///             empty if nothing does
    static String html(Course course, String live) {
        return PageTemplate.page(course, "A simulated cluster", "replica", false,
                "<h1>A simulated cluster</h1><noscript>This page draws with JavaScript.</noscript>"
                        + "<link rel=\"stylesheet\" href=\"simulate.css\"><div id=\"simulate\""
                        + (live.isEmpty() ? "" : " data-live=\"" + live + "\"") + "></div><script src=\"" + DATA
                        + "\" defer></script><script src=\"simulate.js\" defer></script>");
    }

    static String data(Course course) {
        return "globalThis.gregorRuns = "
                + VariableInspector.JSON.writeValueAsString(scenarios(course).stream().map(Recording::of).toList())
                + ";\n";
    }

    private static List<Scenario> scenarios(Course course) {
        try (Stream<Path> files = Files.list(course.home().resolve("lessons/scenarios"))) {
            var scenarios = new ArrayList<Scenario>();
            for (Path file : files.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
                scenarios.add(Scenario.read(file));
            }
            scenarios.sort(Comparator.comparing(Scenario::group));
            return scenarios;
        } catch (IOException e) {
            throw new LessonException("cannot read lessons/scenarios; restore the folder", e);
        }
    }

    /// @throws HttpRejection if they are none
    static Map<String, ?> run(String text) {
        try {
            return Map.of("run", Recording.of(Scenario.parse("yours", text.lines().toList())));
        } catch (IllegalArgumentException e) {
            throw new HttpRejection(400, e.getMessage());
        }
    }
}
