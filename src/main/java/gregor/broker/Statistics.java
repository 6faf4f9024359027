package gregor.broker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    public record Line(String name, long last, long gets, long puts, long errors) {
        /// Returns whether anything was done.
        public boolean isAny() {
            return gets + puts + errors > 0;
        }

        private Map<String, Object> json() {
            var line = new LinkedHashMap<String, Object>();
            line.put("name", name);
            line.put("last", last);
            line.put("gets", gets);
            line.put("puts", puts);
            if (errors > 0) {
                line.put("errs", errors);
            }
            return line;
        }
    }

    /// Begins the first interval.
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
        var record = new LinkedHashMap<String, Object>();
        record.put("beg", begin().toString());
        record.put("start", begin().toString());
        begin = clock.instant();
        record.put("end", begin.toString());
        record.put("statno", ++number);
        var logs = new ArrayList<Map<String, Object>>();
        lines.forEach(line -> logs.add(line.json()));
        record.put("logs", logs);
        return JSON.writeValueAsString(record);
    }
}
