package gregor.data;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.list.Event;
import gregor.list.Sample;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void make() throws IOException {
        SampleData.write(folder);
    }

    @Test
    void comesOutTheSameEachTime() throws IOException {
        for (String file : List.of("deliveries.csv", "shipping.csv")) {
            assertThat(folder.resolve(file)).as("%s; create it with ./gregor author data again", file)
                    .hasSameTextualContentAs(Sample.home().resolve("data").resolve(file));
        }
    }

    @Test
    void theReadmeTellsHowManyThereAre() throws IOException {
        assertThat(Files.readString(Sample.home().resolve("data/README.adoc")))
                .contains(String.format("%,d deliveries", Sample.deliveries().size()))
                .contains(String.format("%,d reports of parcels", Sample.shipping().size()));
    }

    @Test
    void aFewVehiclesDoMostOfTheWork() {
        var counts = Sample.deliveries().stream().map(event -> new String(event.key(), StandardCharsets.UTF_8))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).values().stream()
                .sorted(Comparator.reverseOrder()).toList();
        long all = counts.stream().mapToLong(Long::longValue).sum();
        assertThat(counts.stream().limit(6).mapToLong(Long::longValue).sum()).as("the busiest tenth")
                .isGreaterThan(all * 4 / 10);
    }

    @Test
    void theDayHasARhythm() {
        long night = Sample.deliveries().stream().filter(event -> event.timestamp() / 3_600_000 % 24 < 4).count();
        long morning = Sample.deliveries().stream().filter(event -> event.timestamp() / 3_600_000 % 24 / 4 == 2)
                .count();
        assertThat(morning).isGreaterThan(50 * night);
    }

    @Test
    void someEventsArriveAfterYoungerOnes() {
        long late = 0;
        long latest = 0;
        for (Event event : Sample.deliveries()) {
            late += event.timestamp() < latest ? 1 : 0;
            latest = Math.max(latest, event.timestamp());
        }
        assertThat(late).isBetween(100L, 2000L);
    }

    @Test
    void eachParcelIsPackedShippedAndArrives() {
        var byParcel = Sample.shipping().stream()
                .collect(Collectors.groupingBy(event -> new String(event.key(), StandardCharsets.UTF_8)));
        assertThat(byParcel.values()).allSatisfy(events -> assertThat(events).hasSize(3));
    }

    @Test
    void aWrongFileIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("wrong.csv");
        assertThatThrownBy(() -> Sample.read(file)).hasMessageContaining("create it with ./gregor author data");
        Files.writeString(file, "a,b\n");
        assertThatThrownBy(() -> Sample.read(file))
                .hasMessageContaining(file + ", line 1: the header should be event_id");
        Files.writeString(file, Sample.HEADER + "\n1,t,2026-03-02T00:00:00Z,k,m\n2,t,2026");
        assertThatThrownBy(() -> Sample.read(file)).hasMessageContaining(file + ", line 3: ");
        Files.write(file, new byte[]{'e', -1, -1});
        assertThatThrownBy(() -> Sample.read(file)).hasMessageContaining("is not UTF-8");
    }
}
