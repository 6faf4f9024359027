package gregor.broker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Writes down what was done to logs from one time to the next, in the form of Kaf, whose document says `beg` and whose
/// program says `start`:
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

    /// What was done to a log.
    ///
    /// @param last the number of its last message, counted from 1
    public record Line(String name, long last, long gets, long puts, long errors) {
        /// Whether anything was.
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

    /// Begins now.
    public Statistics(InstantSource clock) {
        this.clock = clock;
        begin = clock.instant();
    }

    /// Since when is counted. A clock that has jumped back begins anew.
    public Instant begin() {
        Instant now = clock.instant();
        if (now.isBefore(begin)) {
            begin = now;
        }
        return begin;
    }

    /// Writes down what was done until now, and begins anew.
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
