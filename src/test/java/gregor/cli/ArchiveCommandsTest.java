package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.file.DurableArchive;
import gregor.list.Entry;
import gregor.list.Event;
import gregor.list.Sample;
import gregor.packed.PackedFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What has left: asked, and brought back.
class ArchiveCommandsTest extends Shelled {
    private static final JsonMapper JSON = new JsonMapper();

    private void archive(String topic, int partition, int from, int to) {
        List<Event> deliveries = Sample.deliveries();
        var entries = new ArrayList<Entry>();
        for (int i = from; i < to; i++) {
            entries.add(new Entry(i, deliveries.get(i)));
        }
        try (DurableArchive archive = DurableArchive
                .open(data().resolve("archive").resolve(topic).resolve(partition + ".csv"))) {
            archive.add(entries);
        }
    }

    @Test
    void theArchiveIsAskedAndDrawn() throws IOException {
        archive("trips", 0, 0, 1000);
        String said = good("analyse");
        assertThat(said).startsWith("trips: 1,000 events in 1 partition").contains("Events per hour", "page:    ",
                "picture: ");
        assertThat(Files.readString(data().resolve("report/trips.html"))).contains("1,000 events");
        assertThat(Files.size(data().resolve("report/trips.png"))).isGreaterThan(10_000);
        assertThat(good("analyse --report " + folder.resolve("elsewhere"),
                data().resolve("archive/trips/0.csv").toString())).startsWith("0: 1,000 events");
        assertThat(folder.resolve("elsewhere/0.html")).exists();
    }

    @Test
    void ofSeveralTopicsTheSentencesAreSaidAndABrokenOneDoesNotStopTheOthers() throws IOException {
        archive("trips", 0, 0, 10);
        archive("walks", 0, 0, 20);
        assertThat(good("analyse")).contains("trips: 10 events", "walks: 20 events").doesNotContain("Events per hour");
        Files.writeString(data().resolve("archive/trips/0.csv"), "a;b\n");
        assertThat(bad("analyse")).contains("trips/0.csv, line 1");
        assertThat(printed()).contains("walks: 20 events");
        assertThat(bad("analyse --topic trips")).contains("trips/0.csv, line 1");
    }

    @Test
    void theListNamesArchivesThatAreDamagedOrMissing() throws IOException {
        archive("trips", 0, 0, 1000);
        archive("walks", 0, 0, 20);
        assertThat(good("archive list").lines().skip(1)).allMatch(line -> line.contains("  ok  "));
        Path file = data().resolve("archive/trips/0.csv");
        Files.writeString(file, Files.readString(file).replaceFirst("truck-[0-9]+", "truck-x"));
        assertThat(gregor("archive", "list", "--json")).isEqualTo(1);
        assertThat(complained()).contains(file + " is not as it was written", "offsets 0 to 999");
        assertThat(JSON.readTree(printed().lines().toList().getLast()).path("archives"))
                .extracting(archive -> archive.path("check").asString()).containsExactly("damaged", "ok");
        assertThat(good("analyse --topic trips")).as("it can still be read").contains("1,000 events");
        Files.delete(file);
        forget();
        assertThat(gregor("archive", "list")).isEqualTo(1);
        assertThat(complained()).contains(file + " is missing").doesNotContain("walks");
        Files.delete(file.resolveSibling("0.csv.sums"));
        assertThat(good("archive list")).doesNotContain("trips");
    }

    @Test
    void ownDataIsAnsweredFromATopicAndFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("trips.csv"),
                "id;city;status;when\n1;Bonn;late;2026-03-02 08:00\n2;Bonn;late;2026-03-02 08:30\n3;Köln;ontime;2026-03-02 09:00\n");
        good("produce --topic trips --csv --time-column when", file.toString());
        String question = " --field city --where status=late --by hour";
        String answer = "trips: 2 of 3 events where status=late.\ncity: 1 value, most often Bonn (2).\n";
        assertThat(good("analyse --topic trips" + question)).startsWith(answer)
                .contains("city=Bonn by hour of the day");
        assertThat(good("analyse --csv --time-column when" + question, file.toString())).startsWith(answer);
        assertThat(data().resolve("report/trips.html")).content().contains("city=Bonn by hour");
        assertThat(bad("analyse --csv --by hour", file.toString())).contains("no event of trips has a timestamp",
                "--time-column");
        assertThat(bad("analyse --topic trips --field town")).contains("have no field town; they have");
        good("analyse --topic trips");
        assertThat(complained()).contains("Fields: id, city, status, when; --field NAME describes one");
    }

    /// A mean of no events is not 0, and a value below 0 has no bar.
    @Test
    void aMeanHasOnlyGroupsWithEvents() throws IOException {
        Path file = Files.writeString(folder.resolve("cold.csv"),
                "timestamp,city,temp\n2026-01-05,Ulm,-4\n2026-01-06,Bonn,5\n");
        assertThat(good("analyse --csv --field temp --by weekday", file.toString()))
                .containsPattern("weekday\nMon +-4\nTue +5  █+\n\n");
        assertThat(good("analyse --csv --by weekday", file.toString())).containsPattern("Wed +0\n");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(bad("analyse")).contains("there is no archive " + data().resolve("archive"));
        archive("trips", 0, 0, 10);
        assertThat(bad("analyse --topic trip")).contains("did you mean trips?");
        assertThat(bad("analyse --engine duckbd"))
                .contains("\"duckbd\" is not a value of --engine; give one of tablesaw, duckdb, spark");
        assertThat(bad("analyse --engine spark --by hour")).contains("--engine spark answers no questions");
        assertThat(bad("analyse --master local[2]")).contains("--master needs --engine spark");
        assertThat(bad("analyse --engine spark --master yarn")).contains("give spark://HOST:PORT, local[*], or");
        assertThat(bad("archive restore tripps")).contains("did you mean trips?");
        assertThat(data().resolve("gregor.version")).as("who only asked has made nothing").doesNotExist();
    }

    @Test
    void anArchiveComesBackByteForByte() throws IOException {
        archive("trips", 0, 500, 1500);
        archive("trips", 2, 0, 700);
        assertThat(good("archive restore trips")).isEqualTo("""
                trips-restored-0: 1,000 events, offsets 500 to 1499 in the archive, are 0 to 999 in the log
                trips-restored-2: 700 events, offsets 0 to 699 in the archive, and the same in the log
                """);
        assertThat(good("topics describe trips-restored")).contains("-1                   no limit  (set)");
        // and out again, into another archive
        try (Broker broker = Broker.open(BrokerSettings.in(data()).with(new PackedFormat()));
                DurableArchive again = DurableArchive.open(folder.resolve("again.csv"))) {
            again.add(broker.partition("trips-restored", 2).entries(0));
        }
        assertThat(Files.mismatch(data().resolve("archive/trips/2.csv"), folder.resolve("again.csv"))).isEqualTo(-1);
        List<JsonNode> added = good("archive restore trips --as trips-restored --add --json").lines()
                .map(JSON::readTree).toList();
        assertThat(added).extracting(node -> node.path("restored").asLong()).containsExactly(1000L, 700L);
        assertThat(added).extracting(node -> node.path("end").asLong()).containsExactly(2000L, 1400L);
    }

    @Test
    void nothingComesBackToWhereItWouldBeLostOrMixed() {
        archive("trips", 0, 0, 10);
        archive("trips", 1, 0, 10);
        assertThat(bad("archive restore trips --as trips")).contains("set its archive aside");
        assertThat(data().resolve("archive/trips/0.csv")).exists();
        good("topics create few");
        assertThat(bad("archive restore trips --as few")).contains("has 1 partition, and the archive 2");
        good("topics create week --partitions 2");
        assertThat(bad("archive restore trips --as week")).contains("retention.ms=604800000",
                "--config retention.ms=-1");
        good("topics create used --partitions 2 --config retention.ms=-1");
        produce("used", "mine\n");
        assertThat(bad("archive restore trips --as used")).contains("has events already", "--add");
        assertThat(good("consume --topic used --format value")).isEqualTo("mine\n");
    }

    @Test
    void whatRetentionTookIsAskedAndComesBack() {
        good("topics create trips --config archive=csv --config retention.ms=1000 --config segment.ms=1");
        Instant old = Instant.parse("2026-03-02T10:00:00Z");
        try (Broker broker = Broker.open(BrokerSettings.in(data()).with(new PackedFormat()))) {
            for (int i = 0; i < 5; i++) {
                broker.partition("trips", 0).append(Event.of("truck-1", "truck--late--x-" + i).at(old.plusSeconds(i)));
            }
            broker.keepHouse();
        }
        Path file = data().resolve("archive/trips/0.csv");
        assertThat(file).exists();
        assertThat(good("analyse --topic trips")).contains("trips: 5 events", "5 late");
        assertThat(good("archive restore trips"))
                .isEqualTo("trips-restored-0: 5 events, offsets 0 to 4 in the archive, and the same in the log\n");
        assertThat(good("consume --topic trips-restored --format value").lines()).hasSize(5);
    }
}
