package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import gregor.broker.Broker;
import gregor.broker.BrokerSettings;
import gregor.guarantee.SampleTransactions;
import gregor.list.Event;
import gregor.list.Log;
import gregor.deque.CsvArchive;
import gregor.list.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Topics, events and groups from the command line: the same whether a broker runs on the folder or not.
abstract class DataCommandsContract extends Shelled {
    static final JsonMapper JSON = new JsonMapper();

    /// What somebody does to the files of a data folder.
    interface Deed {
        void run() throws IOException;
    }

    /// Does something to the data folder while no broker has it.
    void withoutBroker(Deed deed) throws IOException {
        deed.run();
    }

    static List<JsonNode> json(String lines) {
        return lines.lines().map(JSON::readTree).toList();
    }

    @Test
    void aTopicIsMadeChangedAndDeleted() {
        assertThat(good("topics create trips --partitions 2 --config retention.ms=3600000"))
                .isEqualTo("topic trips created, with 2 partitions\n");
        assertThat(good("topics list").lines()).hasSize(2).last().asString()
                .matches("trips +2 +0 +0 B  retention.ms=3600000");
        assertThat(good("topics list --all")).contains("__consumer_offsets", "__journal", "_kaf");
        good("topics alter trips --partitions 3 --config archive=csv --delete-config retention.ms");
        JsonNode topic = json(good("topics describe trips --json")).getFirst().path("topics").path(0);
        assertThat(topic.path("set").toString()).isEqualTo("{\"archive\":\"csv\"}");
        assertThat(topic.path("settings").path("retention.ms").asString()).isEqualTo("604800000");
        assertThat(topic.path("partitions").size()).isEqualTo(3);
        assertThat(good("topics describe trips")).contains("604800000            7 days", "csv                  (set)");
        assertThat(good("topics delete trips")).isEqualTo("topic trips deleted\n");
        assertThat(good("topics list")).startsWith("there are no topics yet");
    }

    @Test
    void linesGoInAndComeOut() {
        assertThat(produce("words", "a\nb\r\n\nlast")).startsWith("4 events written to words\n");
        assertThat(complained()).isEqualTo("topic words is new; it has 1 partition\n");
        assertThat(good("consume --topic words --format value")).isEqualTo("a\nb\n\nlast\n");
        assertThat(good("consume --topic words --offset -1")).matches("0@3  \\S+Z  last\n");
        assertThat(good("consume --topic words --max-messages 1 --offset 1 --format value")).isEqualTo("b\n");
        assertThat(good("consume --topic words --from-end")).isEmpty();
        assertThat(good("consume --topic words --from-time 1h --format value").lines()).hasSize(4);
        assertThat(good("consume --topic words --from-time 2999-01-01")).isEmpty();
    }

    /// Appends a plain event, an aborted one, its marker, and an event of an open transaction to partition 0 of `words`.
    void appendTransactions() throws IOException {
        change(log -> {
            log.append(Event.of("plain"));
            SampleTransactions.append(log);
        });
    }

    /// Changes partition 0 of `words` while no broker has it.
    private void change(Consumer<Log> change) throws IOException {
        withoutBroker(() -> {
            try (Broker broker = Broker.open(BrokerSettings.in(data()))) {
                broker.createInternal(Broker.TRANSACTIONS);
                change.accept(broker.partition("words", 0));
            }
        });
    }

    String progress(String group) {
        return good("groups describe " + group).lines().filter(line -> line.matches("words +0 .*"))
                .map(line -> line.replaceAll(" +", " ").replaceAll("[- ]+$", "")).findFirst()
                .orElse("nothing committed");
    }

    @Test
    void eventsOfOpenAndAbortedTransactionsAreLeftOutUnlessAskedFor() throws IOException {
        good("topics create words");
        appendTransactions();
        assertThat(good("consume --topic words --format value")).isEqualTo("plain\n");
        assertThat(good("consume --topic words --format value --group g")).isEqualTo("plain\n");
        assertThat(good("consume --topic words --format value --isolation-level read_uncommitted"))
                .isEqualTo("plain\naborted\nopen\n");
        assertThat(bad("consume --topic words --isolation-level committed"))
                .contains("--isolation-level; give one of read_committed, read_uncommitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --partition 0"})
    void aGroupCommitsPastAbortedEventsAndNotPastAnOpenTransaction(String chosen) throws IOException {
        good("topics create words --partitions 2");
        appendTransactions();
        String read = "consume --topic words --format value --group g" + chosen;
        assertThat(good(read)).isEqualTo("plain\n");
        assertThat(progress("g")).as("committed, end, lag").isEqualTo("words 0 3 4 1");
        assertThat(good(read)).isEmpty();
        assertThat(good(read + " --isolation-level read_uncommitted")).isEqualTo("open\n");
        assertThat(progress("g")).isEqualTo("words 0 4 4 0");
        assertThat(good(read)).as("from an offset after the last stable one").isEmpty();
        assertThat(progress("g")).isEqualTo("words 0 4 4 0");
        change(SampleTransactions::abort);
        assertThat(good(read)).isEmpty();
        assertThat(progress("g")).as("after nothing but a marker").isEqualTo("words 0 5 5 0");
    }

    @Test
    void aReaderThatStopsEarlierCommitsTheEventsItHasPrinted() throws IOException {
        produce("words", "a\nb\n");
        appendTransactions();
        assertThat(good("consume --topic words --format value --group g --max-messages 1")).isEqualTo("a\n");
        assertThat(progress("g")).isEqualTo("words 0 1 6 5");
        assertThat(good("consume --topic words --format value --group g")).isEqualTo("b\nplain\n");
        assertThat(progress("g")).isEqualTo("words 0 5 6 1");
    }

    @Test
    void keysHeadersAndTombstonesGoInToo() {
        produce("words", "k:v:w\nk:NULL\n:x\n", "--key-separator", ":", "--null-marker", "NULL", "--header",
                "lang=en us");
        List<JsonNode> events = json(good("consume --topic words --json"));
        assertThat(events)
                .extracting(event -> event.path("key").asString(null) + "=" + event.path("value").asString(null))
                .containsExactly("k=v:w", "k=null", "=x");
        assertThat(events.getFirst().path("headers").toString()).isEqualTo("[[\"lang\",\"en us\"]]");
        assertThat(good("consume --topic words --max-messages 1")).endsWith("  k  v:w  [lang=en us]\n");
    }

    @Test
    void whatTheRegistryKnowsIsDecoded() throws IOException {
        produce("_schemas", "{\"keytype\":\"SCHEMA\",\"subject\":\"words-value\",\"version\":1,\"magic\":1}|"
                + "{\"subject\":\"words-value\",\"version\":1,\"id\":7,\"schema\":\"{\\\"type\\\":\\\"record\\\","
                + "\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"late\\\",\\\"type\\\":\\\"int\\\"}]}\"}\n",
                "--key-separator", "|");
        produce("words", "\0\0\0\0\7\b\n\0\0\0\0\t\b\nplain\n");
        assertThat(json(good("consume --topic words --json"))).extracting(event -> event.path("value").toString())
                .containsExactly("{\"late\":4}", "\"\\u0000\\u0000\\u0000\\u0000\\t\\b\"", "\"plain\"");
        Path archive = Files.writeString(folder.resolve("words.csv"),
                CsvArchive.HEADER + "0,2026-03-02T00:00:00Z,,base64:AAAAAAcI,[]\n");
        assertThat(good("analyse " + archive + " --field late")).contains("late").contains("4");
        good("analyse " + archive);
        assertThat(complained()).contains("Fields: late;");
    }

    @Test
    void whatSteersATerminalIsMadeVisible() {
        produce("words", "\u001b[2Jgone\tX\n");
        assertThat(good("consume --topic words")).contains("\\u001b[2Jgone\\tX").doesNotContain("\u001b", "\t");
        assertThat(good("consume --topic words --format value")).isEqualTo("\u001b[2Jgone\tX\n");
    }

    @Test
    void theSampleGoesInByKeyAndEachPartitionKeepsItsOrder() {
        good("topics create deliveries --partitions 4");
        String file = Sample.home().resolve("data/deliveries.csv").toString();
        JsonNode written = json(good("produce --topic deliveries --csv --value-column message --json", file))
                .getFirst();
        assertThat(written.path("events").asLong()).isEqualTo(Sample.deliveries().size());
        assertThat(written.path("partitions").size()).isEqualTo(4);
        List<JsonNode> truck = json(good("consume --topic deliveries --json")).stream()
                .filter(event -> event.path("key").asString().equals("truck-1")).toList();
        assertThat(truck).extracting(event -> event.path("value").asString()).containsExactlyElementsOf(
                Sample.deliveries().stream().filter(event -> new String(event.key()).equals("truck-1"))
                        .map(event -> event.text()).toList());
        assertThat(truck).extracting(event -> event.path("partition").asInt())
                .containsOnly(truck.getFirst().path("partition").asInt());
        assertThat(truck.getFirst().path("timestamp").asString()).isEqualTo(
                Sample.deliveries().stream().filter(event -> new String(event.key()).equals("truck-1")).findFirst()
                        .map(event -> java.time.Instant.ofEpochMilli(event.timestamp()).toString()).orElseThrow());
    }

    @Test
    void csvThatComesOutGoesInAgain() throws IOException {
        produce("one", "k=a,\"b\"\n=\nx=-\n", "--key-separator", "=", "--null-marker", "-", "--header", "h=1");
        String csv = good("consume --topic one --format csv");
        assertThat(csv).startsWith("partition,offset,timestamp,key,value,headers\n");
        Path file = Files.writeString(folder.resolve("one.csv"), csv);
        good("produce --topic two --csv", file.toString());
        assertThat(good("consume --topic two --json").replace("two", "one"))
                .isEqualTo(good("consume --topic one --json"));
    }

    @Test
    void formulasAreMadeHarmlessForSpreadsheets() {
        produce("cells", "=1+1:@SUM(A1)\n+2:a=b\n-3:\t4\nplain:5-3\nempty:\n", "--key-separator", ":");
        String csv = good("consume --topic cells --format csv --csv-safe");
        assertThat(csv).contains(",'=1+1,'@SUM(A1),", ",'+2,a=b,", ",'-3,'\t4,", ",plain,5-3,");
        assertThat(good("consume --topic cells --format csv")).contains(",=1+1,@SUM(A1),", ",+2,a=b,");
        assertThat(bad("consume --topic cells --csv-safe")).contains("--csv-safe is for --format csv");
    }

    @Test
    void aRowWithoutAColumnForTheValueIsTheValue() {
        good("topics create rows --partitions 5");
        produce("rows", "id,status\n1,late\n2,ontime\n3,late\n", "--csv", "--partitioner", "field:status");
        List<JsonNode> events = json(good("consume --topic rows --json"));
        assertThat(events).extracting(event -> event.path("value").asString())
                .contains("{\"id\":1,\"status\":\"late\"}", "{\"id\":2,\"status\":\"ontime\"}");
        assertThat(events.stream().filter(event -> event.path("value").asString().contains("late"))
                .map(event -> event.path("partition").asInt()).distinct()).hasSize(1);
    }

    @Test
    void partitionsAreChosenAsItIsSaid() {
        good("topics create turns --partitions 3");
        produce("turns", "a\nb\nc\n", "--partitioner", "round-robin");
        assertThat(good("consume --topic turns --partition 1 --format value")).isEqualTo("b\n");
        produce("turns", "d\ne\n", "--partition", "2");
        assertThat(good("consume --topic turns --partition 1,2 --format value")).isEqualTo("b\nc\nd\ne\n");
        assertThat(bad("produce --topic turns --partition 3"))
                .contains("there is no partition 3; the topic has 0 to 2");
        assertThat(bad("produce --topic turns --partitioner dice"))
                .contains("\"dice\" is not a way to choose a partition");
    }

    @Test
    void manyAndLargeLinesFitIntoBatches() {
        good("topics create large --config max.message.bytes=5000");
        produce("large", ("x".repeat(3000) + "\n").repeat(50));
        assertThat(good("consume --topic large --format value").lines()).hasSize(50);
        input("ok\n" + "x".repeat(6000) + "\n");
        assertThat(bad("produce --topic large")).contains("input, line 2 has more than the 5000 bytes",
                "1 event before that is written");
        assertThat(good("consume --topic large --offset -1 --format value")).isEqualTo("ok\n");
    }

    @Test
    void whatComesBeforeABadLineIsWritten() throws IOException {
        input("a:1\nb:2\nno key\nc:3\n");
        assertThat(bad("produce --topic lines --key-separator :")).contains("input, line 3 has no \":\"",
                "2 events before that are written");
        assertThat(good("consume --topic lines --format value")).isEqualTo("1\n2\n");
        Path file = Files.writeString(folder.resolve("rows.csv"), "key,value\nk,v\nk\n");
        assertThat(bad("produce --topic rows --csv", file.toString())).contains(
                "rows.csv, line 3 has 1 column, and 2 have a name", "1 event before that is written",
                "so go on with --skip 1");
        assertThat(good("consume --topic rows --format value")).isEqualTo("v\n");
        Files.write(file, new byte[]{'k', 'e', 'y', '\n', (byte) 0xff, '\n'});
        assertThat(bad("produce --topic rows --csv --encoding UTF-8", file.toString())).contains("is not UTF-8",
                "--encoding windows-1252");
        Files.writeString(file, "timestamp,value\nnoon,x\n");
        assertThat(bad("produce --topic rows --csv", file.toString())).contains("rows.csv, line 2",
                "\"noon\" in timestamp is not a time such as 2026-03-02T08:15:00Z", "--time-format");
        Files.writeString(file, "key,value,headers\nbase64:%%,x,\n");
        assertThat(bad("produce --topic rows --csv", file.toString()))
                .contains("\"base64:%%\" begins with base64: but is not Base64; correct it");
        Files.writeString(file, "value,headers\nx,many\n");
        assertThat(bad("produce --topic rows --csv", file.toString())).contains("\"many\" is not a list of headers");
        Files.writeString(file, "");
        assertThat(bad("produce --topic rows --csv", file.toString()))
                .contains("is empty; its first row must name the columns");
        good("topics create compacted --config cleanup.policy=compact");
        input("no key\n");
        assertThat(bad("produce --topic compacted")).contains("key", "0 events before that are written");
    }

    @Test
    void anImportOlderThanItsTopicIsWarnedOfAndTheLagCountsWhatCanBeRead() throws IOException {
        Path file = Files.writeString(folder.resolve("old.csv"), "timestamp,value\n2026-03-02 08:15,a\n2026-03-03,b\n");
        assertThat(good("produce --topic old --csv", file.toString()))
                .startsWith("2 events written to old; 2 of them are older than its retention.ms\n");
        assertThat(complained()).contains("old.csv, line 2 is of 2026-03-02T08:15:00.000Z",
                "keeps events for 7 days (retention.ms): a running broker deletes older ones soon",
                "./gregor topics alter old --config retention.ms=-1\n");
        good("topics create kept --config retention.ms=-1");
        good("produce --topic kept --csv", file.toString());
        assertThat(complained()).doesNotContain("retention");
        assertThat(good("groups reset g --topic old --to-earliest")).contains("old");
        assertThat(good("groups list --json")).contains("\"lag\":2");
    }

    @Test
    void aFailedImportIsResumedWithoutDoublesAndLeavesNoEmptyTopic() throws IOException {
        good("topics create turns --partitions 3");
        Path file = Files.writeString(folder.resolve("rows.csv"), "key,value\n1,a\n2,b\n3\n4,d\n5,e\n");
        assertThat(bad("produce --topic turns --csv --partitioner round-robin", file.toString())).contains("line 4",
                "2 events before that are written, so go on with --skip 2\n");
        Files.writeString(file, Files.readString(file).replace("3\n", "3,c\n"));
        good("produce --topic turns --csv --skip 2", file.toString());
        assertThat(good("consume --topic turns --format value").lines().sorted()).containsExactly("a", "b", "c", "d",
                "e");
        Files.writeString(file, "key,value\n1\n");
        assertThat(bad("produce --topic none --csv", file.toString())).contains("0 events before that are written\n");
        assertThat(good("topics list")).doesNotContain("none");
    }

    @Test
    void jsonLinesGoInAsTheyComeOut() {
        produce("one", "k=a\n=\nx=-\n", "--key-separator", "=", "--null-marker", "-", "--header", "h=1");
        String lines = good("consume --topic one --json");
        produce("two", lines, "--json-lines");
        assertThat(good("consume --topic two --json").replace("two", "one")).isEqualTo(lines);
        produce("three", "{\"id\":7,\"at\":\"2026-01-01\"}\n{\"id\":8}\n", "--json-lines", "--key-column", "id",
                "--time-column", "at");
        assertThat(good("consume --topic three --offset 0 --max-messages 1"))
                .isEqualTo("0@0  2026-01-01T00:00:00.000Z  7  {\"id\":7,\"at\":\"2026-01-01\"}\n");
        input("{\"id\":7}\n[]\n");
        assertThat(bad("produce --topic three --json-lines")).contains("input, line 2 is no JSON object");
    }

    @Test
    void linesAreReadInTheirEncodingAndBlankJsonLinesAreSkipped() throws IOException {
        good("topics create words");
        Path file = Files.writeString(folder.resolve("words.txt"), "\ufeffone\ntwo\n");
        good("produce --topic words", file.toString());
        Files.writeString(file, "Köln\n😀\n", StandardCharsets.UTF_16);
        good("produce --topic words", file.toString());
        Files.writeString(file, "Fürth\n", StandardCharsets.ISO_8859_1);
        good("produce --topic words --encoding windows-1252", file.toString());
        assertThat(bad("produce --topic words --encoding UTF-8", file.toString()))
                .contains("words.txt, line 1 has bytes that are no letters in the encoding that --encoding names");
        assertThat(good("consume --topic words --format value")).isEqualTo("one\ntwo\nKöln\n😀\nFürth\n");
        Files.writeString(file, "\ufeff{\"id\":1}\n\n{\"id\":2}\n{\n");
        assertThat(bad("produce --topic objects --json-lines --dry-run", file.toString()))
                .contains("words.txt, line 4 is not JSON");
        assertThat(printed()).as("what comes before it is shown").contains("{\"id\":1}", "2 events can be read");
    }

    @Test
    void aDryRunShowsTheFirstEventsAndWritesNothing() throws IOException {
        good("topics create words");
        Path file = Files.writeString(folder.resolve("trips.csv"),
                "id;city;price;when\n" + "1;Köln;12,50;05.01.2026 08:01\n".repeat(9));
        assertThat(good("produce --topic none --csv --dry-run --key-column id --time-column when --time-format",
                "dd.MM.yyyy HH:mm", "--zone", "Europe/Berlin", file.toString()))
                .contains("2026-01-05T07:01:00.000Z  1    {\"id\":1,\"city\":\"Köln\",\"price\":12.50,",
                        "Nothing was written (--dry-run); 9 events can be read.")
                .hasLineCount(7);
        assertThat(complained()).contains(
                "4 columns separated by ;, UTF-8, decimal comma; the time is in when;" + " numbers: id, price");
        assertThat(good("topics list")).doesNotContain("none");
    }

    @Test
    void listsAreLinesForScripts() {
        good("topics create words --partitions 2 --config retention.ms=-1");
        assertThat(produce("words", "a\nb\n", "--partition", "1", "--output", "tsv"))
                .isEqualTo("partition\tevents\tfirst\tlast\n1\t2\t0\t1\n");
        good("consume --topic words --group g --partition 1 --max-messages 1");
        assertThat(good("topics list --output tsv"))
                .matches("name\tpartitions\tevents\tbytes\ttroubles\nwords\t2\t2\t\\d+\t\n");
        assertThat(good("topics describe words --output tsv")).matches(
                "topic\tpartition\tstart\tend\tbytes\ttrouble\n" + "words\t0\t0\t0\t0\t\nwords\t1\t0\t2\t\\d+\t\n");
        assertThat(good("groups list --output tsv"))
                .isEqualTo("name\tstate\tmembers\ttopics\tlag\ng\tEmpty\t\twords\t1\n");
        assertThat(good("groups describe g --output tsv").lines()).first()
                .isEqualTo("topic\tpartition\tcommitted\tstart\tend\tlag\tmember\ttrouble");
        assertThat(good("groups reset g --to-latest --output tsv")).contains("from\tto\n", "words\t1\t1\t2\n");
        assertThat(good("topics list --output json")).isEqualTo(good("topics list --json"));
        assertThat(good("topics delete words --output tsv")).isEqualTo("topic\tdone\nwords\tdeleted\n");
        assertThat(bad("topics list --output xml"))
                .contains("\"xml\" is not a value of --output; give one of table, json, tsv");
    }

    @Test
    void inputThatMakesNoSenseIsRefused() {
        produce("words", "a\n");
        assertThat(bad("produce --topic words --key-column k")).contains("give --csv or --json-lines");
        assertThat(bad("produce --topic words --csv --key-separator :")).contains("a column of its own");
        assertThat(bad("produce --topic words nofile")).contains("there is no file nofile");
        assertThat(bad("produce --topic words", folder.toString())).contains("is a folder");
        assertThat(bad("produce --topic words --fsync sometimes")).contains("give always, never, a number");
        assertThat(bad("produce --topic a/b")).contains("characters that are not allowed");
        assertThat(bad("produce")).contains("--topic TOPIC is missing");
    }

    @Test
    void aGroupGoesOnWhereItStopped() {
        produce("words", "a\nb\nc\nd\n");
        assertThat(good("consume --topic words --group g --max-messages 1 --format value")).isEqualTo("a\n");
        assertThat(good("consume --topic words --group g --max-messages 2 --format value")).isEqualTo("b\nc\n");
        assertThat(good("groups list").lines()).last().asString().matches("g +Empty +0 +1  words");
        assertThat(good("groups describe g").lines()).last().asString().matches("words +0 +3 +4 +1  -");
        assertThat(good("groups reset g --shift -2 --dry-run")).contains("Nothing was moved");
        assertThat(
                json(good("groups describe g --json")).getFirst().path("partitions").path(0).path("committed").asLong())
                .isEqualTo(3);
        good("groups reset g --shift -2");
        assertThat(good("consume --topic words --group g --format value")).isEqualTo("b\nc\nd\n");
        good("groups reset g --to-offset 2");
        assertThat(good("consume --topic words --group g --format value")).isEqualTo("c\nd\n");
        good("groups reset g --to-earliest");
        assertThat(good("groups list --json")).contains("\"lag\":4");
        good("groups reset g --to-time 2999-01-01");
        assertThat(good("consume --topic words --group g")).isEmpty();
        good("groups reset fresh --topic words --to-latest");
        assertThat(good("consume --topic words --group fresh")).isEmpty();
        assertThat(good("groups delete g fresh")).isEqualTo("group g deleted\ngroup fresh deleted\n");
        assertThat(good("groups list")).startsWith("there are no groups yet");
        assertThat(good("consume --topic words --group late --from-end")).isEmpty();
    }

    /// It is said at once: nobody waits until the broker might have another leader.
    @Test
    void aReaderGetsWhatIsAvailableAndAReportOfWhatIsNot() throws IOException {
        good("topics create ill --partitions 3");
        produce("ill", "zero\n", "--partition", "0");
        produce("ill", "one\n", "--partition", "1");
        produce("ill", "two\n", "--partition", "2");
        withoutBroker(() -> Files.writeString(data().resolve("topics/ill-0/partition.metadata"), "of another topic\n"));
        String named = "ill-0 is not available, and the others are read without it; "
                + "./gregor topics describe ill says more\n";
        assertThat(fair("consume --topic ill --group g --format value").lines()).containsExactlyInAnyOrder("one",
                "two");
        assertThat(complained()).isEqualTo("gregor: " + named);
        assertThat(fair("consume --topic ill --group g --format value")).isEmpty();
        assertThat(fair("consume --topic ill --group h --partition 0,2 --format value")).isEqualTo("two\n");
        assertThat(complained()).isEqualTo("gregor: " + named);
        assertThat(good("consume --topic ill --group h --partition 1 --format value")).isEqualTo("one\n");
        assertThat(complained()).isEmpty();
        assertThat(bad("consume --topic ill --group g --partition 0"))
                .isEqualTo("gregor: ill-0 is not available; ./gregor topics describe ill says more\n");
        assertThat(fair("consume --topic ill --format value").lines()).containsExactlyInAnyOrder("one", "two");
        assertThat(complained()).isEqualTo("gregor: " + named);
    }

    /// One broken log does not stop the others.
    @Test
    void whatIsDamagedIsNamedAndTheOthersAreRead() throws IOException {
        good("topics create ill --partitions 3");
        produce("ill", "zero\n", "--partition", "0");
        produce("ill", "one\n", "--partition", "1");
        produce("ill", "eins\n", "--partition", "1");
        produce("ill", "two\n", "--partition", "2");
        withoutBroker(() -> {
            Path log = data().resolve("topics/ill-1/00000000000000000000.log");
            byte[] bytes = Files.readAllBytes(log);
            bytes[bytes.length - 3] ^= 1;
            Files.write(log, bytes);
        });
        readsWhatIsNotDamaged("consume --topic ill --format value");
        assertThat(bad("consume --topic ill --partition 1 --offset 1")).doesNotContain("the others");
        produce("ill", "zwei\n", "--partition", "2");
        assertThat(good("consume --topic ill --partition 0,2 --format value").lines()).contains("zwei");
    }

    /// Runs a command that does what it can, and returns what it printed.
    String fair(String line) {
        forget();
        assertThat(gregor(line.split(" "))).as(() -> line + ": " + complained()).isEqualTo(1);
        return printed();
    }

    void readsWhatIsNotDamaged(String command) {
        assertThat(fair(command).lines()).containsExactlyInAnyOrder("zero", "one", "two");
        assertThat(complained())
                .startsWith("gregor: ill-1 cannot be read from offset 1 on, " + "and the others are read without it: ")
                .hasLineCount(1);
    }

    @Test
    void aClosedPipeEndsTheOutput() {
        produce("words", "a\n".repeat(20_000));
        forget();
        outputTo(new OutputStream() {
            private int room = 1000;

            @Override
            public void write(int letter) throws IOException {
                if (room-- == 0) {
                    throw new IOException("Broken pipe");
                }
            }
        });
        assertThat(gregor("consume", "--topic", "words", "--group", "g")).isZero();
        assertThat(complained()).isEmpty();
        outputBack();
        assertThat(good("consume --topic words --group g --max-messages 1")).as("what nobody read is not done with")
                .startsWith("0@0 ");
    }

    @Test
    void bookmarksThatCannotBeAreRefused() {
        produce("words", "a\nb\n");
        good("consume --topic words --group group");
        assertThat(bad("groups reset group --to-offset 3"))
                .contains("offset 3 is not in words-0, which has 0 to 2; nothing was moved");
        assertThat(bad("groups reset groop --to-latest")).contains("there is no group groop", "did you mean group?");
        assertThat(bad("groups reset group")).contains("--to-earliest", "--shift");
        assertThat(bad("groups reset group --to-latest --to-earliest")).contains("exclude each other; choose one");
        assertThat(bad("groups reset group --to-latest --partition 0")).contains("--partition needs a --topic");
        assertThat(bad("groups reset group --to-latest --topic words --partition 5"))
                .contains("there is no partition 5; the topic has 0 to 0");
        assertThat(bad("groups delete nobody")).contains("there is no group nobody");
        assertThat(bad("consume --topic words --group group --offset 1")).contains("./gregor groups reset group");
    }

    @Test
    void placesThatAreNotThereAreRefused() {
        good("topics create words --partitions 2");
        assertThat(bad("consume --topic wrods")).contains("there is no topic wrods", "did you mean words?");
        assertThat(bad("consume --topic words --partition 2"))
                .contains("there is no partition 2; the topic has 0 to 1");
        assertThat(bad("consume --topic words --offset 0")).contains("choose it with --partition");
        assertThat(bad("consume --topic words --offset 5 --partition 0")).contains("past the end");
        assertThat(bad("consume --topic words --from-time noon")).contains("\"noon\" is no time");
        assertThat(bad("consume --topic words --from-end --from-beginning")).contains("exclude each other; choose one");
        assertThat(bad("consume --topic words --max-messages 0")).contains("1 or more, not 0");
        assertThat(bad("consume --topic words --format xml"))
                .contains("\"xml\" is not a format; give text, value, json, csv, or a pattern");
        assertThat(bad("consume --topic words --fromat x"))
                .contains("there is no option --fromat (did you mean --format?)");
        assertThat(bad("topics")).contains("say what to do: ");
        assertThat(bad("topics lst")).contains("there is no command topics lst (did you mean topics list?)");
        assertThat(bad("topics create words")).contains("topic words exists already");
        assertThat(bad("topics create x --partitions 0"))
                .isEqualTo("gregor: topic x cannot have 0 partitions; give 1 or more\n");
        assertThat(bad("topics create x --config retention=1")).contains("a topic has no setting retention");
        assertThat(bad("topics create x --config archive=csv --config cleanup.policy=compact"))
                .contains("deletes nothing");
        assertThat(bad("topics alter words")).contains("nothing to change");
        assertThat(bad("topics alter words --config a=1 --delete-config a")).contains("both name a");
        assertThat(bad("topics alter words --partitions 1")).isEqualTo("gregor: topic words has 2 partitions and "
                + "cannot shrink to 1; create a new topic and copy the events\n");
        assertThat(bad("topics alter words --partitions 0 --config archive=csv")).contains("cannot have 0 partitions");
        assertThat(good("topics describe words")).as("nothing is changed").doesNotContain("(set)");
        assertThat(good("topics alter words --partitions 2")).contains("has now: 2 partitions");
        assertThat(bad("topics delete words word")).contains("there is no topic word");
        assertThat(good("topics list")).as("all or none").contains("words");
        assertThat(bad("topics delete _kaf")).contains("the broker's own");
        assertThat(bad("stats --intervals 0")).contains("1 or more");
    }
}
