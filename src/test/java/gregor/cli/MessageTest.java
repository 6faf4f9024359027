package gregor.cli;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Bad input, and the message for it: what is wrong, where, and what to do, in words of Gregor and not of a library.
class MessageTest extends Shelled {
    /// Words of picocli, Jackson, Kafka's clients and the JDK.
    private static final List<String> RAW = List.of("Missing required", "Unmatched argument", "Invalid value",
            "mutually exclusive", "Expected parameter", "should be specified only once", "could not be parsed",
            "cannot convert", "is not an int", "is not a long", "invalid non-positive", "would not be an increase",
            "Call(", "Expiring", "Unexpected character", "no main manifest", "java.", "tools.jackson",
            "Connection refused");

    /// Phrases of earlier messages and help texts.
    private static final List<String> OLD = List.of("Unless you name one", "as young as", "no further than",
            "stand behind", "or less in half of the cases", "read on behind", "...");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    produce --topic t --csv bad.csv    | bad.csv, line 3: "31.13.2026" in timestamp is not a time such as 2026-03-02T08:15:00Z
                    produce --topic t --csv ragged.csv | ragged.csv, line 2 has 1 column, and 2 have a name; correct it
                    produce --topic t --json-lines bad.csv | bad.csv, line 1 is not JSON; give an object such as
                    produce --topic t --csv quote.csv  | quote.csv, line 2
                    produce --topic t --csv . | . is a folder; name a file in it
                    produce --topic t none.txt | there is no file none.txt
                    produce | --topic TOPIC is missing
                    produce --topic | --topic TOPIC is missing
                    produce --topic t -p x | "x" is not a value of --partition: The partition of all events.
                    produce --topic t --zone Mars/Base | "Mars/Base" is not a value of --zone: The zone of times without one
                    produce --topic t --encoding latin99 | "latin99" is not a value of --encoding: The encoding of the input
                    produce --topic t --delimiter ab --csv bad.csv | --delimiter: "ab" is not a delimiter; give a character, or tab
                    produce --topic t --time-format jjjj --csv bad.csv | "jjjj" is not a pattern of a time; give letters such as
                    produce --topic t --time-format d.M.yyyy --csv bad.csv | "2026-01-01" in timestamp is not a time such as 2.3.2026; correct it, or --time-format
                    produce --topic t --topic u | --topic is given twice; give it once
                    produce --topic t a b | "b" is an argument too many; omit it, or put quotes around words
                    topics create x --partitions 0 | topic x cannot have 0 partitions; give 1 or more
                    topics create x --partitions many | "many" is not a value of --partitions: The number of partitions of each.
                    topics alter words --partitions 0 | topic words cannot have 0 partitions; give 1 or more
                    topics alter words --config retention.ms=7x | retention.ms cannot be "7x"; give milliseconds, or a number and
                    topics alter words --config retention.ms=soon | retention.ms
                    topics create ä | ä
                    topics delete | TOPIC is missing
                    topics lst | there is no command topics lst (did you mean topics list?)
                    topics | say what to do: alter, create
                    consume --topic lat | there is no topic lat in
                    consume --topic words --from-time noon | --from-time: "noon" is no time; give one in UTC
                    consume --topic words --from-end --from-beginning | --from-beginning, --from-end exclude each other; choose one
                    consume --topic words -b nowhere | --broker: "nowhere" is no address; write host:port
                    consume --topic words -b 127.0.0.1:1 | there is no broker at 127.0.0.1:1 (nothing listens there); ./gregor broker
                    groups reset g | give one of --to-earliest, --to-latest, --to-offset, --to-time, --shift
                    users allow alice read | KIND is missing
                    users allow alice sing topic x | is no permission; write a user, then read, write, admin or all
                    broker --fsync sometimes | --fsync: "sometimes" is not an fsync policy; give always
                    stats --intervals few | "few" is not a value of --intervals: Show the latest N intervals.
                    analyse ragged.csv | ragged.csv, line 1: the header is not that of an archive, offset,timestamp,key,value,headers; --csv reads a file of any columns
                    produce --topic t --skip few | --skip: "few" is no number of events; give one, such as 5000
                    analyse --csv none.csv | there is no file none.csv
                    analyse --topic none | there is no
                    learn 99 | there is no lesson 99
                    """)
    void aBadInputGetsItsMessage(String line, String message) throws IOException {
        good("topics create words");
        Map<String, String> files = Map.of("bad.csv", "timestamp,a\n2026-01-01,1\n31.13.2026,2\n", "ragged.csv",
                "a,b\n1\n", "quote.csv", "a,b\n\"x,y\n");
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        String[] words = Arrays.stream(line.split(" "))
                .map(word -> files.containsKey(word) ? folder.resolve(word).toString() : word).toArray(String[]::new);
        forget();
        assertThat(gregor(words)).as(this::complained).isEqualTo(2);
        assertThat(complained().replace(folder + "/", "")).contains(message).doesNotContain(RAW).doesNotContain(OLD)
                .doesNotContain("\tat ", "Exception", "defect");
    }

    @Test
    void noHelpHasAPhraseOfEarlier() {
        helps(Gregor.commandLine(Map.of()))
                .forEach(help -> assertThat(help.replace("[TOPIC...]", "").replaceAll("\\.\\.\\.(?=[\\s\\]])", ""))
                        .doesNotContain(OLD));
    }

    private static Stream<String> helps(CommandLine line) {
        return Stream.concat(Stream.of(line.getUsageMessage()),
                line.getSubcommands().values().stream().flatMap(MessageTest::helps));
    }

    @Test
    void theReportOfAnAnalysisSaysWhatIsLateAndByHowMuch() throws IOException {
        Path file = Files.writeString(folder.resolve("late.csv"),
                "timestamp,value\n2026-01-01T10:00:00Z,a\n2026-01-01T09:59:00Z,b\n2026-01-01T10:01:00Z,c\n");
        String report = good("analyse --csv", file.toString());
        assertThat(report).doesNotContain(OLD).contains("late");
    }
}
