package gregor.notebook;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every page of the notebook and of the site: light and dark, on wide and on narrow screens. Without `gregor.prove`, each
/// page is tried in one of the six ways.
class AccessibilityTest extends BrowserTest {
    private static final List<String> SCHEMES = List.of("light", "dark");
    private static final List<Integer> WIDTHS = List.of(1440, 1024, 390);
    private static final boolean PROVES = Boolean.getBoolean("gregor.prove");

    @AfterEach
    void usualView() {
        browser.usualView();
        browser.open(base + "/");
    }

    private static Stream<String> pages(Site site) {
        return site.pages().keySet().stream().filter(name -> name.endsWith(".html"));
    }

    /// Opens each page, and returns the faults of all.
    private static List<String> faults(List<String> addresses) {
        var faults = new ArrayList<String>();
        int turn = 0;
        for (String address : addresses) {
            browser.open(address);
            int way = turn++;
            for (int i = 0; i < SCHEMES.size() * WIDTHS.size(); i++) {
                if (PROVES || i == way % (SCHEMES.size() * WIDTHS.size())) {
                    faults.addAll(faults(address, SCHEMES.get(i % 2), WIDTHS.get(i / 2)));
                }
            }
        }
        return faults;
    }

    private static List<String> faults(String address, String scheme, int width) {
        browser.view(scheme, width);
        String place = address.replaceFirst(".*/", "") + " " + scheme + " " + width + ": ";
        var faults = new ArrayList<String>();
        browser.violations().forEach(violation -> faults.add(place + violation));
        if ((Long) browser.script("return document.documentElement.scrollWidth - innerWidth") > 0) {
            faults.add(place + "wider than the window");
        }
        return faults;
    }

    @Test
    void everyPageOfTheNotebook() {
        assertThat(faults(pages(new Site(course, true, Map.of())).map(name -> base + "/" + name).toList())).isEmpty();
    }

    @Test
    void everyPageOfTheSite(@TempDir Path folder) throws IOException {
        var site = new Site(course);
        site.write(folder);
        assertThat(faults(pages(site).map(name -> folder.resolve(name).toUri().toString()).toList())).isEmpty();
        Path planted = folder.resolve("planted.html");
        Files.writeString(planted, Files.readString(folder.resolve("index.html")).replace("<main id=\"main\">",
                "<main id=\"main\"><img src=\"gregor.svg\"><pre style=\"width: 200vw\">wide</pre>"));
        assertThat(faults(List.of(planted.toUri().toString()))).as("planted faults are found")
                .anyMatch(fault -> fault.contains("image-alt")).anyMatch(fault -> fault.contains("wider"));
    }
}
