package gregor.cli.broker;

import module java.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gregor.cli.console.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicSettingsTest {
    @ParameterizedTest
    @CsvSource({"retention.ms,7d,604800000", "retention.ms,12h,43200000", "segment.ms,30min,1800000",
            "segment.ms,30m,1800000", "max.compaction.lag.ms,90s,90000", "retention.ms,250ms,250", "retention.ms,-1,-1",
            "retention.ms,1000,1000", "retention.ms,soon,soon", "retention.bytes,10MiB,10485760",
            "retention.bytes,1GB,1000000000", "segment.bytes,1KiB,1024", "segment.bytes,2kB,2000",
            "segment.bytes,2KB,2000", "segment.bytes,7B,7", "max.message.bytes,1TiB,1099511627776",
            "retention.bytes,3TB,3000000000000", "retention.bytes,-1,-1", "cleanup.policy,compact,compact",
            "archive,7d,7d"})
    void valuesAreConvertedByTheEndOfTheName(String name, String text, String value) {
        assertThat(TopicSettings.values(Map.of(name, text))).isEqualTo(Map.of(name, value));
    }

    @ParameterizedTest
    @CsvSource({"retention.ms,7x,such as 7d", "retention.ms,7MiB,such as 7d", "retention.ms,999999999999d,such as 7d",
            "retention.bytes,10d,such as 10MiB", "retention.bytes,10mib,such as 10MiB",
            "retention.bytes,99999999999999TB,such as 10MiB"})
    void anUnknownUnitAndALargeNumberAreReported(String name, String text, String message) {
        assertThatThrownBy(() -> TopicSettings.value(name, text)).isInstanceOf(CommandException.class)
                .hasMessageStartingWith(name + " cannot be \"" + text + "\"; give ").hasMessageEndingWith(message);
    }

    @Test
    void theOrderIsKept() {
        var settings = new java.util.LinkedHashMap<String, String>();
        settings.put("segment.ms", "1h");
        settings.put("archive", "csv");
        settings.put("retention.ms", "1d");
        assertThat(TopicSettings.values(settings).keySet()).containsExactly("segment.ms", "archive", "retention.ms");
    }
}
