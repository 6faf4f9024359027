package gregor.archive;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;
import org.junit.jupiter.api.Test;

class TablesawEngineTest extends EngineContract {
    @Override
    ArchiveQuery engine() {
        return new TablesawEngine();
    }

    @Test
    void itSaysHowFarItIsInALongArchive() {
        for (int partition = 0; partition < 2; partition++) {
            try (DurableArchive archive = DurableArchive.open(folder.resolve("events/" + partition + ".csv"))) {
                archive.add(IntStream.range(0, 1500).mapToObj(offset -> new Entry(offset, Event.of("event"))).toList());
            }
        }
        var told = new ArrayList<Long>();
        assertThat(engine().answer(Archive.at(folder).topic("events"), told::add).extent().events()).isEqualTo(3000);
        assertThat(told).isEqualTo(List.of(1000L, 2000L, 3000L));
    }
}
