package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// On a folder that no broker runs on.
class DataCommandsTest extends DataCommandsContract {
    @Test
    void aFolderWithoutDataIsNotMadeByLooking() throws IOException {
        for (String command : List.of("topics list", "consume --topic x", "groups list", "stats", "topics delete x")) {
            assertThat(bad(command)).contains("there is no broker's data in ");
        }
        assertThat(data()).doesNotExist();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(bad("topics create x --data", file.toString())).contains("cannot use the data folder");
        Files.createDirectory(data());
        Files.writeString(data().resolve("gregor.version"), "gregor.broker 99\n");
        assertThat(bad("topics list")).contains("gregor.broker 99", "use the Gregor that wrote it");
        assertThat(gregor("doctor")).isEqualTo(1);
        assertThat(printed()).contains("  !!   broker: ", "gregor.broker 99");
    }

    @Test
    void theDoctorFindsStraysAndDamageAndTheOthersGoOn() throws IOException {
        produce("good", "fine\n");
        produce("ill", "one\ntwo\n");
        produce("broken", "three\n");
        assertThat(good("doctor")).contains("  ok   broker: 6 topics with 6 partitions", "all well");
        Files.createDirectory(data().resolve("topics/gone-0"));
        Path log = data().resolve("topics/ill-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length - 3] ^= 1;
        Files.write(log, bytes);
        Files.delete(data().resolve("topics/broken-0/partition.metadata"));
        assertThat(gregor("doctor")).isEqualTo(1);
        assertThat(printed().lines().filter(line -> line.startsWith("  !!   "))).as(printed()).hasSize(4)
                .anyMatch(line -> line.contains("gone-0 belongs to no topic"))
                .anyMatch(line -> line.contains("broken-0 belongs to no topic"))
                .anyMatch(line -> line.contains("broken-0: ") && line.contains("belongs to another topic"))
                .anyMatch(line -> line.contains("ill-0: ")
                        && line.contains("is damaged at position 0: the checksum of a batch is wrong; restore the file"
                                + " from a copy, or continue reading at offset 2"));
        List<String> found = printed().lines().filter(line -> line.startsWith("  !!   "))
                .map(line -> line.replace("  !!   ", "gregor: ")).toList();
        forget();
        assertThat(gregor("broker", "--check", "--no-kafka")).isEqualTo(1);
        assertThat(complained().lines()).as("the check finds the same").containsExactlyElementsOf(found);
        assertThat(good("consume --topic good --format value")).isEqualTo("fine\n");
        assertThat(bad("consume --topic broken")).contains("broken-0 is not available");
        assertThat(fair("topics list")).contains("good", "!! broken-0: ");
        assertThat(fair("topics list --json")).contains("broken-0");
    }

    /// A partition that cannot be written makes others be ahead of it.
    @Test
    void whatOnlyPartOfThePartitionsHasIsNotWrittenAgain() throws IOException {
        good("topics create turns --partitions 3");
        Path file = Files.writeString(folder.resolve("lines"),
                IntStream.range(0, 5000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        Path known = data().resolve("topics/turns-1/partition.metadata");
        byte[] right = Files.readAllBytes(known);
        Files.writeString(known, "of another topic\n");
        String failed = bad("produce --topic turns --partitioner round-robin", file.toString());
        assertThat(failed).contains("; 1,000 events before that are written, so go on with --skip @",
                "; 1,998 that were read are not\n");
        Files.write(known, right);
        String skip = failed.substring(failed.indexOf("@"), failed.indexOf("; 1,998"));
        assertThat(good("produce --topic turns --skip " + skip, file.toString())).startsWith("4,000 events written");
        Files.delete(Path.of(skip.substring(1)));
        Set<String> lines = good("consume --topic turns --format value").lines().collect(Collectors.toSet());
        assertThat(printed().lines()).hasSize(5000);
        assertThat(lines).hasSize(5000);
    }

    @Override
    void readsWhatIsNotDamaged(String command) {
        super.readsWhatIsNotDamaged(command);
        super.readsWhatIsNotDamaged(command + " --group g");
        assertThat(json(good("groups describe g --json")).getFirst().toString())
                .contains("\"partition\":1,\"committed\":1");
    }

    @Test
    void archivesAndStatisticsAreShown() throws IOException {
        assertThat(good("archive list")).contains("there are no archives in ");
        Path file = Files.createDirectories(data().resolve("archive/trips")).resolve("3.csv");
        Files.writeString(file, "offset,timestamp,key,value,headers\n");
        assertThat(good("archive list").lines()).last().asString()
                .matches("trips +3 +35 B  \\S+Z  unchecked  .*3\\.csv");
        assertThat(good("archive list --json")).contains("\"topic\":\"trips\",\"partition\":\"3\",\"bytes\":35");
        produce("words", "a\nb\n");
        assertThat(good("stats")).contains("topics", "Nothing was done");
        produce("_kaf", "by hand\n"
                + """
                        {"beg":"2026-03-02T00:00:00Z","start":"2026-03-02T00:00:00Z","end":"2026-03-02T00:05:00Z","statno":1,"logs":[{"name":"words","last":2,"gets":1,"puts":600}]}
                        """);
        assertThat(good("stats").lines()).last().asString().matches("03-02 00:05:00  words +600 +2 +1 +0 +2");
        assertThat(json(good("stats --json")).getFirst().path("intervals").size()).isEqualTo(1);
    }

    @Test
    void eachOptionIsAVariableToo() {
        variables.put("GREGOR_TOPICS_CREATE_PARTITIONS", "3");
        variables.put("GREGOR_JSON", "");
        assertThat(good("topics create one")).contains("with 3 partitions");
        assertThat(good("topics create two --partitions 2")).as("what is typed counts").contains("with 2 partitions");
        variables.put("GREGOR_JSON", "true");
        assertThat(good("topics list")).startsWith("{\"topics\":[");
        variables.put("GREGOR_FSYNC", "often");
        assertThat(bad("broker")).contains("\"often\"", "that comes from the variable GREGOR_FSYNC");
        variables.put("GREGOR_TOPICS_CREATE_PARTITIONS", "many");
        assertThat(bad("topics create three")).contains("GREGOR_TOPICS_CREATE_PARTITIONS");
        assertThat(bad("topics create three --partitions few")).doesNotContain("GREGOR_TOPICS");
    }

    @Test
    void theHelpHasVariablesAndDefaultsAndTheCommandsInGroups() {
        assertThat(good("produce --help")).contains("GREGOR_DATA\n", "GREGOR_FSYNC, default always",
                "GREGOR_PRODUCE_PARTITIONER, default key");
        assertThat(good("broker --help")).contains("GREGOR_PARTITIONS, default 1", "GREGOR_NO_AUTO_CREATE",
                "GREGOR_STATISTICS, default 5m");
        assertThat(good("--help")).contains("Learn:\n  learn  ", "Run a broker:\n  broker  ", "Exit codes:\n  0  ")
                .doesNotContain("And:");
        assertThat(good("help consume")).contains("--follow", "GREGOR_CONSUME_GROUP");
    }
}
