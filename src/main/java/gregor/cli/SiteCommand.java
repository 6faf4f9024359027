package gregor.cli;

import module java.base;

import gregor.lesson.Course;
import gregor.live.LiveScript;
import gregor.notebook.Site;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gregor site`: the course as static pages.
@Command(name = "site", mixinStandardHelpOptions = true,
        description = {"Write the whole course as pages for a browser.",
                "They need no server and no network; open index.html.",
                "It runs the cells of all lessons, and shows their logs beside the pages.",
                "With TeaVM in target/teavm, cells also run in the pages, without a JDK."})
final class SiteCommand implements Runnable {
    @Option(names = "--out", paramLabel = "DIR",
            description = "The folder to write to; by default data/site in Gregor's folder.")
    private Path out;

    @Option(names = "--no-run", description = "Run no cells; the pages have no logs beside them.")
    private boolean noRun;

    @Override
    public void run() {
        Course course = Gregor.course();
        Path folder = out == null ? course.home().resolve("data/site") : out;
        Site site = noRun ? new Site(course) : Site.recorded(course, System.out::println);
        List<Path> written = (noRun ? site : live(site, course)).write(folder);
        System.out.println("Wrote " + written.size() + " files; begin with " + folder.resolve("index.html"));
    }

    /// Makes the pages live if TeaVM is there.
    private static Site live(Site site, Course course) {
        Path teavm = course.home().resolve("target/teavm");
        if (!Files.isDirectory(teavm)) {
            System.out.println("The cells do not run in the pages: that needs TeaVM, which Maven fetches with "
                    + "mvn -f src/build/teavm.xml dependency:copy-dependencies");
            return site;
        }
        System.out.println("Translating the cells for the pages …");
        return site.with(LiveScript.build(
                course.chapters().stream().filter(chapter -> LiveScript.LESSONS.contains(chapter.number())).toList(),
                teavm));
    }
}
