package gregor.broker;

import module java.base;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.json.JsonMapper;

/// Formats what was done to logs in an interval as Kaf does, whose document says `beg` and whose program says `start`:
///
/// ```
/// {"beg":"…","start":"…","end":"…","statno":7,"logs":[{"name":"parcels","last":812,"gets":3,"puts":20,"errs":1}]}
/// ```
///
/// One thread at a time may call it.
public final class Statistics {
    private static final JsonMapper JSON = new JsonMapper();

    private final InstantSource clock;
    private Instant begin;
    private int number;

    /// What was done to a log in an interval.
    ///
    /// @param last the number of the last message, counted from 1
    public record Line(String name, long last, long gets, long puts,
            @JsonProperty("errs") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long errors) {
        @JsonIgnore
        public boolean isAny() {
            return gets + puts + errors > 0;
        }
    }

    private record Interval(String beg, String start, String end, int statno, List<Line> logs) {}

    public Statistics(InstantSource clock) {
        this.clock = clock;
        begin = clock.instant();
    }

    /// Returns the begin of the current interval, or the present time if the clock has been set back before it.
    public Instant begin() {
        Instant now = clock.instant();
        if (now.isBefore(begin)) {
            begin = now;
        }
        return begin;
    }

    /// Returns the JSON of the current interval and begins the next.
    public String next(List<Line> lines) {
        String from = begin().toString();
        begin = clock.instant();
        return JSON.writeValueAsString(new Interval(from, from, begin.toString(), ++number, lines));
    }
}
